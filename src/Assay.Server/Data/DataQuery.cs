using System.ComponentModel;
using Assay.Server.Http;
using Microsoft.AspNetCore.Mvc;

namespace Assay.Server.Data;

public sealed record DataQuery : Paging
{
    [FromQuery(Name = "source"), Description("Only quotes of this source.")]
    public string? Source { get; init; }

    [FromQuery(Name = "symbol"), Description("Only assets with this ticker, in any case. Tickers are not unique.")]
    public string? Symbol { get; init; }

    [FromQuery(Name = "coin"), Description("Only this asset: our id or any source's.")]
    public string? Coin { get; init; }

    [FromQuery(Name = "sort"), Description("The order, by rank where nothing is said; with - in front descending.")]
    public string? Sort { get; init; }
}
