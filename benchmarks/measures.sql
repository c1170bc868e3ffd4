-- The columns that `workbench.measures.collect` gives per customer, written for DuckDB by hand.
-- {sales} is the Parquet file; the window is the year up to the last sale.
WITH span AS (
    SELECT max(date) AS ends, max(date) - INTERVAL 12 MONTH AS starts,
        max(date) - INTERVAL 24 MONTH AS before
    FROM {sales}
),
sold AS (
    SELECT customer_id,
        count(*) AS lines,
        max(date) AS last_line,
        sum(amount) AS turnover,
        sum(direct_cost) AS direct_cost,
        count(*) - count(direct_cost) AS uncosted_lines,
        sum(amount) FILTER (direct_cost IS NULL) AS uncosted,
        sum(amount) FILTER (higher_margin IS NOT NULL) AS flagged,
        sum(amount) FILTER (higher_margin) AS higher_margin,
        sum(quantity) AS units,
        count(quantity) AS unit_lines,
        count(DISTINCT region) AS regions
    FROM {sales}, span
    WHERE date > starts
    GROUP BY customer_id
),
earlier AS (
    SELECT customer_id, sum(amount) AS turnover_before
    FROM {sales}, span
    WHERE date > before AND date <= starts
    GROUP BY customer_id
),
bills AS (
    SELECT customer_id, min(date) AS date, sum(amount) AS net, max(due_on) AS due_on,
        max(paid_on) AS paid_on, sum(amount) > 1e-6 AS bought
    FROM {sales}
    GROUP BY customer_id, invoice_id, CASE WHEN invoice_id IS NULL THEN date END
),
dated AS (
    SELECT *, bought AND date > starts AS now, bought AND date > before AND date <= starts AS earlier,
        date_diff('day', lag(date) OVER (PARTITION BY customer_id, bought ORDER BY date), date) AS gap,
        date_diff('day', date, paid_on) AS waited, date_diff('day', due_on, paid_on) AS late
    FROM bills, span
),
purchases AS (
    SELECT customer_id,
        count(*) FILTER (now) AS orders,
        count(*) FILTER (earlier) AS orders_before,
        sum(net) FILTER (now) AS monetary,
        min(date) FILTER (bought) AS first,
        max(date) FILTER (bought) AS last,
        count(*) FILTER (bought AND gap > 0) AS gaps,
        median(gap) FILTER (bought AND gap > 0) AS typical_gap,
        count(waited) FILTER (now) AS paid,
        avg(waited) FILTER (now) AS days_to_pay,
        count(due_on) FILTER (now) AS due,
        count(late) FILTER (now) AS dated,
        avg(late) FILTER (now) AS days_late,
        count(*) FILTER (now AND late > 0) AS paid_late
    FROM dated
    GROUP BY customer_id
)
SELECT * FROM purchases LEFT JOIN sold USING (customer_id) LEFT JOIN earlier USING (customer_id)
