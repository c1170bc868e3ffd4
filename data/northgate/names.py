"""Invented company names by segment; any likeness to a real firm is chance."""

from __future__ import annotations

_BY_SEGMENT = {
    "Manufacturing": """
        Hollin Forge; Bracken & Dale Castings; Tarnmoor Tooling; Vesterby Maskin;
        Osier Plastics; Quillon Bearings; Marlstone Pumps; Ketterbrook Valves;
        Ormsgate Steelworks; Lindal Optics; Merrow Paints; Sandrake Ceramics; Tolmund Glas;
        Greywether Machines; Copperlane Instruments; Hexley Packaging; Rosenmark Textiles;
        Brightwick Batteries; Kaarnakoski Sawmills; Vantor Presses; Millrace Foundry;
        Oakum & Twine; Ferrin Gears; Drumlin Tiles""",
    "Logistics": """
        Skerry Freight; Pontoon Lines; Longmile Haulage; Eastquay Terminals;
        Birkefjell Transport; Swallowtail Couriers; Redbarge Shipping; Coldharbour Stores;
        Plover Parcels; Kestrel Junction Rail; Windlass Cargo; Mossvik Logistikk;
        Three Bridges Removals; Lanternway Express; Fathom Forwarding; Ropewalk Warehousing;
        Halyard & Daughters; Overlund Tankers; Tidewheel Ferries; Crossbeam Distribution""",
    "Health": """
        Bellmoor Clinics; Larkfield Dental; St Orrin Hospice; Amberwell Pharmacy;
        Juniper Eye Centre; Solbakke Physio; Thistledown Care Homes; Clearspring Laboratory;
        Northlight Imaging; Willow Gate Practice; Hjerterum Clinic; Mendwell Veterinary;
        Quietwater Therapy; Elmsworth Hearing; Sunniva Birth House; Pinecrest Rehabilitation;
        Foxglove Medical; Vårdhuset Lilla Ek; Highmead Ambulance""",
    "Hospitality": """
        Hotel Marabou; The Gilded Heron; Casa Alcor; Stonebridge Suites; Café Lindenblatt;
        Olden Orchard Inn; Fjellro Lodge; Saltmarsh Spa; Brasserie Ondine; The Painted Anchor;
        Villa Corvina; Harbour Bell Hotel; Nightingale Rooms; Pension Edelgard;
        Seven Lamps Theatre; Larch & Ember; Ristorante Bellaspina; Snowgoose Resort;
        Tivolino Events""",
    "Food": """
        Harrowby Dairy; Sjövik Fisk; Golden Furrow Mills; Barley Row Brewery; Nettle & Plum;
        Puro Verde Olives; Cloudberry Preserves; Wessenholt Bakeries; Blue Crate Fruit;
        Tornby Slagteri; Peppercorn Lane; Quayside Smokehouse; Aurinko Berries; Mulberry Roast;
        Kalamaro Seafoods; Hearthstone Flour; Summerleaze Eggs; Old Tun Cider;
        Vinhos da Ladeira; Honeyfold Sweets""",
    "Retail": """
        Patchwork Stores; Kessel & Thorne; Fennel Lane Books; Marigold Garden Centres;
        Tallow & Wick; Pallas Bikes; Little Otter Toys; Bramblewood Furniture; Corner Lamp;
        Vinterhage Outdoor; Ivory Thimble; Dovetail Kitchens; Sparrow Optical;
        Bluebottle Market; Ambrel Shoes; Market Cross Hardware; Nimbus Umbrellas; Pastel & Co;
        Trellis Home; Wooden Whistle""",
    "Property": """
        Archway Estates; Hollowell Housing; Södra Torget Fastigheter; Belvoir Row Lettings;
        Cedar Yard Offices; Granite Square; Meadowbank Homes; Lindqvarn Kontor;
        Parapet Facilities; Skylark Towers; Stonecrop Developments; Riverhead Storage;
        Keystone Mews; Brightmoor Parks; Casterline Arcades; Fairlead Marina; Gatehouse Commons;
        Towpath Studios; Westering Villas; Quarry Hill Campus""",
    "Public": """
        Ashmere Library Trust; Eldersund Kommune; Westmarsh Schools; Fernhill College;
        Osprey Bay Harbour Board; Tarnside Waterworks; Alderby Museum; Linnet Valley Council;
        Copperfield Leisure; Marsh Lane Academy; Ravnsund Havn; Highfold Fire Service;
        Bryndale Swim; Mallowfield Gardens; Stillwater Archive; Norrhamn Kulturhus;
        Beacon Point Lighthouses; Thornby Music School; Kirkwell Parish; Larksborough Transit;
        Merrow Print; Oakhanger Zoo; Tern Island Rangers""",
}

# Firms of two rows each: the name, and the second name the same firm also stands under.
SECOND_NAMES = {
    "Harrowby Dairy": "Harrowby Dairies Ltd",
    "Bellmoor Clinics": "Bellmoor Clinic Group",
    "Sjövik Fisk": "Sjovik Fisk AB",
}

SEGMENT_OF = {
    " ".join(name.split()): segment
    for segment, names in _BY_SEGMENT.items()
    for name in names.split(";")
}
