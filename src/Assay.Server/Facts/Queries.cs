using System.ComponentModel;
using Assay.Server.Http;
using Microsoft.AspNetCore.Mvc;

namespace Assay.Server.Facts;

public record SourceQuery : Paging
{
    [FromQuery(Name = "source"), Description("Only what this source says.")]
    public string? Source { get; init; }
}

public sealed record DexPairsQuery : Paging
{
    [FromQuery(Name = "network"), Description("Only pools on this network, by its slug.")]
    public string? Network { get; init; }

    [FromQuery(Name = "dex"), Description("Only pools of this exchange, by its slug.")]
    public string? Dex { get; init; }

    [FromQuery(Name = "base"), Description("Only pools of this base token, by its symbol as the source spells it.")]
    public string? Base { get; init; }
}
