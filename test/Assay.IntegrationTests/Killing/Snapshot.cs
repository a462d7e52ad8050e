using Assay.IntegrationTests.Running;

namespace Assay.IntegrationTests.Killing;

/// <summary>A price that was stored, whether it still stands or was corrected since.</summary>
internal readonly record struct StoredPrice(string Source, long Asset, long ObservedAt, double Price);

/// <summary>What a database file holds at one moment.</summary>
internal sealed class Snapshot(StoredData data)
{
    public HashSet<StoredPrice> Prices { get; } =
    [
        .. data.Query("""
            SELECT s.name, q.asset_id, q.observed_at, q.price FROM (
              SELECT source, asset_id, observed_at, price FROM quotes UNION ALL SELECT source, asset_id, observed_at, price FROM quote_corrections) q
            JOIN sources s ON s.id = q.source
            """, row => new StoredPrice(row.Text(0), row.Int64(1), row.Int64(2), row.Double(3))),
    ];

    /// <summary>All assets that a source's coin has ever been taken for. The consensus calls an asset by our id, which may be an old one.</summary>
    public ILookup<(string Source, string Coin), long> Assets { get; } = data.Query("""
        SELECT s.name, l.coin_id, l.asset_id FROM asset_links l JOIN sources s ON s.id = l.source
        UNION SELECT 'consensus', slug, id FROM assets
        UNION SELECT 'consensus', l.coin_id, l.asset_id FROM asset_links l JOIN sources s ON s.id = l.source WHERE s.name = 'assay'
        """, row => (Coin: (row.Text(0), row.Text(1)), Asset: row.Int64(2))).ToLookup(link => link.Coin, link => link.Asset);

    /// <summary>Payloads that are not processed, with the process that fetched them.</summary>
    public Dictionary<long, string> Backlog { get; } = data.Query(
        "SELECT b.payload_id, r.owner FROM raw_backlog b JOIN raw_payloads p ON p.id = b.payload_id JOIN runs r ON r.id = p.run_id",
        row => (Id: row.Int64(0), Owner: row.Text(1))).ToDictionary(payload => payload.Id, payload => payload.Owner);

    public List<(string Owner, string Status)> Runs { get; } =
        data.Query("SELECT owner, status FROM runs", row => (row.Text(0), row.Text(1)));

    /// <summary>When a coin's prices are said to be known, by its source.</summary>
    public ILookup<(string Source, string Coin), (long From, long To)> Coverage { get; } = data.Query("""
        SELECT s.name, c.coin, c."from", c."to" FROM coverage c JOIN sources s ON s.id = c.source WHERE c.task = 'prices' AND c.state = 'covered'
        """, row => (Coin: (row.Text(0), row.Text(1)), Range: (row.Int64(2), row.Int64(3)))).ToLookup(covered => covered.Coin, covered => covered.Range);

    /// <summary>When quotes of a source were recorded: the times at which the payloads were fetched that they are from.</summary>
    public HashSet<(string Source, long RecordedAt)> Recorded { get; } =
    [
        .. data.Query("SELECT DISTINCT s.name, q.recorded_at FROM quotes q JOIN sources s ON s.id = q.source", row => (row.Text(0), row.Int64(1))),
    ];

    public bool Holds(string source, string coin, long observedAt, double price) =>
        Assets[(source, coin)].Any(asset => Prices.Contains(new StoredPrice(source, asset, observedAt, price)));
}
