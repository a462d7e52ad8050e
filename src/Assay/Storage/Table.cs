namespace Assay.Storage;

/// <summary>What a column holds and with which type it stands in a row.</summary>
public enum ColumnKind
{
    /// <summary><see cref="string"/></summary>
    Text,

    /// <summary><see cref="long"/></summary>
    Whole,

    /// <summary><see cref="double"/></summary>
    Number,

    /// <summary><see cref="DateTimeOffset"/> in UTC, whole milliseconds.</summary>
    Time,

    /// <summary><see cref="System.Guid"/></summary>
    Id,

    /// <summary><see cref="string"/>: JSON, kept as it is written.</summary>
    Json,

    /// <summary><see cref="byte"/>[]</summary>
    Bytes,

    /// <summary><see cref="string"/>: the name of a source.</summary>
    Source,

    /// <summary><see cref="string"/>: the slug of an asset.</summary>
    Asset,
}

/// <summary>A column as it is called in every store.</summary>
public sealed record Column(string Name, ColumnKind Kind);

/// <summary>A row: one value per column of its table.</summary>
public sealed record TableRow(Table Table, object?[] Values);

/// <summary>A table that every store has. The first <see cref="KeyLength"/> columns tell its rows apart.</summary>
public sealed record Table
{
    private Table(string name, int keyLength, params IReadOnlyList<Column> columns) => (Name, KeyLength, Columns) = (name, keyLength, columns);

    public string Name { get; }

    public int KeyLength { get; }

    public IReadOnlyList<Column> Columns { get; }

    public static readonly Table Sources = new("sources", 1,
        Text("name"), Text("title"), Text("website"), Text("attribution"), Text("terms_url"));

    public static readonly Table Assets = new("assets", 1, Text("slug"), Text("symbol"), Text("name"));

    public static readonly Table AssetContracts = new("asset_contracts", 2, Asset, Text("platform"), Text("address"));

    public static readonly Table AssetLinks = new("asset_links", 4,
        Source, Text("coin_id"), Time("valid_from"), Asset, Text("method"), Text("evidence"), Time("valid_to"));

    public static readonly Table Runs = new("runs", 1,
        Id("id"), Source, Text("task"), Text("status"), Time("started_at"), Time("finished_at"),
        Whole("records_processed"), Whole("records_rejected"), Text("error"), Text("owner"));

    public static readonly Table RawPayloads = new("raw_payloads", 1,
        Whole("id"), Id("run_id"), Source, Text("task"), Text("url"), Whole("status"), Text("content_type"), Text("sha256"), Time("fetched_at"),
        Text("file_sha256"), Text("file_name"), Whole("file_length"), Whole("file_offset"), Whole("file_line"), new("body_gzip", ColumnKind.Bytes));

    public static readonly Table RawBacklog = new("raw_backlog", 1, Whole("payload_id"));

    public static readonly Table RawProcessed = new("raw_processed", 1, Whole("sequence"), Whole("payload_id"));

    public static readonly Table Quotes = new("quotes", 3,
        Asset, Source, Time("observed_at"), Time("recorded_at"), Number("price"), Number("market_cap"), Number("volume_24h"));

    public static readonly Table QuoteCorrections = new("quote_corrections", 4,
        Asset, Source, Time("observed_at"), Time("superseded_at"), Time("recorded_at"), Number("price"), Number("market_cap"), Number("volume_24h"));

    public static readonly Table LatestQuotes = new("latest_quotes", 2,
        Asset, Source, Text("coin_id"), Time("observed_at"), Time("recorded_at"), Number("price"), Number("market_cap"), Number("volume_24h"),
        Number("price_change_24h"), Number("price_change_7d"), Number("high_24h"), Number("low_24h"), Number("circulating_supply"),
        Number("total_supply"), Number("max_supply"), Whole("rank"));

    public static readonly Table Candles = new("candles", 4,
        Asset, Source, Text("interval"), Time("opened_at"), Number("open"), Number("high"), Number("low"), Number("close"), Number("volume"),
        Whole("samples"), Whole("revision"), Time("recorded_at"), Text("method"));

    /// <summary>What was decided about the price of each asset, see <see cref="Consensus.Decision"/>.</summary>
    public static readonly Table ConsensusEvidence = new("consensus_evidence", 2,
        Asset, Time("recorded_at"), Time("observed_at"), Time("held_since"), Number("price"), Number("threshold"), Text("flag"), Text("class"), Text("method"),
        Json("votes"));

    public static readonly Table Coverage = new("coverage", 4, Source, Text("task"), Text("coin"), Time("from"), Time("to"), Text("state"));

    public static readonly Table RejectedRecords = new("rejected_records", 1,
        Whole("id"), Id("run_id"), Whole("payload_id"), Source, Text("coin_id"), Text("reason"), Text("detail"), Text("location"), Text("excerpt"),
        Time("recorded_at"));

    public static readonly Table ImportedFiles = new("imported_files", 2,
        Source, Text("sha256"), Text("name"), Whole("length"), Whole("offset"), Whole("line"));

    public static readonly Table CoinMetadata = new("coin_metadata", 2,
        Source, Text("coin_id"), Time("recorded_at"), Text("symbol"), Text("name"), Text("description"), Text("image_url"), Text("genesis_date"),
        Json("categories"), Json("links"), Json("contracts"));

    public static readonly Table Sentiment = new("sentiment", 3,
        Source, Text("coin_id"), Time("observed_at"), Time("recorded_at"), Number("votes_up_percentage"), Number("votes_down_percentage"), Whole("watchers"));

    public static readonly Table Trending = new("trending", 2,
        Source, Whole("place"), Time("recorded_at"), Text("coin_id"), Text("symbol"), Text("name"), Whole("rank"), Number("price"), Number("price_change_24h"));

    public static readonly Table Exchanges = new("exchanges", 2,
        Source, Text("exchange_id"), Time("recorded_at"), Text("name"), Whole("rank"), Number("volume_24h"), Number("volume_24h_btc"), Number("trust_score"),
        Whole("year_established"), Text("country"), Text("website"));

    public static readonly Table DexNetworks = new("dex_networks", 2, Source, Text("network_id"), Time("recorded_at"), Text("slug"), Text("name"));

    public static readonly Table DexPairs = new("dex_pairs", 3,
        Source, Text("network"), Text("address"), Time("recorded_at"), Time("observed_at"), Text("name"), Text("dex"), Text("base_symbol"), Text("base_name"),
        Text("base_address"), Text("base_coin_id"), Text("quote_symbol"), Text("quote_address"), Number("price"), Number("volume_24h"), Number("liquidity"),
        Number("fully_diluted_value"), Number("price_change_1h"), Number("price_change_24h"), Text("warning"));

    public static readonly Table GlobalMarket = new("global_market", 2,
        Source, Time("observed_at"), Time("recorded_at"), Number("market_cap"), Number("volume_24h"), Number("market_cap_change_24h"),
        Number("bitcoin_dominance"), Number("ether_dominance"), Whole("active_coins"), Whole("markets"));

    /// <summary>The shape of the answers of each endpoint, as it was seen last.</summary>
    public static readonly Table Shapes = new("shapes", 2, Source, Text("endpoint"), Time("recorded_at"), Json("shape"));

    public static readonly Table DriftEvents = new("drift_events", 1,
        Whole("id"), Source, Text("endpoint"), Text("path"), Text("change"), Text("old"), Text("new"), Text("example"), Whole("is_breaking"),
        Whole("payload_id"), Time("recorded_at"));

    /// <summary>What sources say besides prices: see <see cref="Facts.Fact"/>.</summary>
    public static readonly IReadOnlyList<Table> Facts = [CoinMetadata, Sentiment, Trending, Exchanges, DexNetworks, DexPairs, GlobalMarket];

    /// <summary>The facts of which there is one for each time, and not only the latest.</summary>
    public static readonly IReadOnlyList<Table> FactHistories = [Sentiment, GlobalMarket];

    /// <summary>All of them; each stands behind those that it refers to.</summary>
    public static readonly IReadOnlyList<Table> All =
    [
        Sources, Assets, AssetContracts, AssetLinks, Runs, RawPayloads, RawBacklog, RawProcessed, Quotes, QuoteCorrections, LatestQuotes, Candles,
        ConsensusEvidence, Coverage, RejectedRecords, ImportedFiles, .. Facts, Shapes, DriftEvents,
    ];

    private static Column Source => new("source", ColumnKind.Source);

    private static Column Asset => new("asset_id", ColumnKind.Asset);

    private static Column Text(string name) => new(name, ColumnKind.Text);

    private static Column Whole(string name) => new(name, ColumnKind.Whole);

    private static Column Number(string name) => new(name, ColumnKind.Number);

    private static Column Time(string name) => new(name, ColumnKind.Time);

    private static Column Json(string name) => new(name, ColumnKind.Json);

    private static Column Id(string name) => new(name, ColumnKind.Id);
}
