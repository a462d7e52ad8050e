using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Assay.Server.Http;
using Microsoft.AspNetCore.Mvc;

namespace Assay.Server.Cryptos;

public sealed record CryptosQuery : Paging
{
    [FromQuery(Name = "q"), StringLength(100), Description("Only assets whose id, symbol or name contains this.")]
    public string? Q { get; init; }

    [FromQuery(Name = "sort"), Description("The order, by rank where nothing is said; with - in front descending.")]
    public string? Sort { get; init; }
}

public sealed record PriceQuery
{
    [FromRoute(Name = "coin"), Description("An asset: our id or any source's.")]
    public required string Coin { get; init; }

    [FromQuery(Name = "as_of"), Description("What was known at this time, ISO 8601; now where nothing is said.")]
    public DateTimeOffset? AsOf { get; init; }

    [FromQuery(Name = "explain"), Description("Whether to tell the evidence, in words and numbers.")]
    public bool? Explain { get; init; }
}

public sealed record HistoryQuery
{
    [FromRoute(Name = "coin"), Description("An asset: our id or any source's.")]
    public required string Coin { get; init; }

    [FromQuery(Name = "source"), Description("Whose quotes; the consensus where there is one.")]
    public string? Source { get; init; }

    [FromQuery(Name = "from"), Description("Observed at or after this time, ISO 8601.")]
    public DateTimeOffset? From { get; init; }

    [FromQuery(Name = "to"), Description("Observed at or before this time, ISO 8601.")]
    public DateTimeOffset? To { get; init; }

    [FromQuery(Name = "limit"), Range(1, 1_000_000), Description("Quotes on a page, 500 by default: the newest of the range, in order of time.")]
    public int? Limit { get; init; }

    [FromQuery(Name = "cursor"), Description("next_cursor of a page: the quotes before it.")]
    public string? Cursor { get; init; }

    [FromQuery(Name = "as_of"), Description("As it was known at this time, ISO 8601.")]
    public DateTimeOffset? AsOf { get; init; }

    internal int Size => Limit ?? 500;
}

public sealed record CandlesQuery
{
    [FromRoute(Name = "coin"), Description("An asset: our id or any source's.")]
    public required string Coin { get; init; }

    [FromQuery(Name = "interval"), Description("1m, 5m, 15m, 1h, 4h or 1d; 1h where nothing is said.")]
    public string? Interval { get; init; }

    [FromQuery(Name = "source"), Description("Whose candles; the consensus where there is one.")]
    public string? Source { get; init; }

    [FromQuery(Name = "from"), Description("Opened at or after this time, ISO 8601.")]
    public DateTimeOffset? From { get; init; }

    [FromQuery(Name = "to"), Description("Opened at or before this time, ISO 8601.")]
    public DateTimeOffset? To { get; init; }

    [FromQuery(Name = "limit"), Range(1, 1_000_000), Description("Most candles, 500 by default: the newest of the range, in order of time.")]
    public int? Limit { get; init; }

    [FromQuery(Name = "as_of"), Description("As it was known at this time, ISO 8601.")]
    public DateTimeOffset? AsOf { get; init; }

    internal int Size => Limit ?? 500;
}

public sealed record GapsQuery
{
    [FromRoute(Name = "coin"), Description("An asset: our id or any source's.")]
    public required string Coin { get; init; }

    [FromQuery(Name = "source"), Description("Only the gaps of this source; else of all that have the coin.")]
    public string? Source { get; init; }

    [FromQuery(Name = "from"), Description("From this time on, ISO 8601; 30 days where nothing is said.")]
    public DateTimeOffset? From { get; init; }

    [FromQuery(Name = "to"), Description("Up to this time, ISO 8601; until now where nothing is said.")]
    public DateTimeOffset? To { get; init; }
}
