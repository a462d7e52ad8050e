using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;

namespace Assay.Server.Stats;

public sealed record DeviationQuery
{
    [FromQuery(Name = "coin"), Description("An asset: our id or any source's.")]
    public required string Coin { get; init; }

    [FromQuery(Name = "records"), Range(2, 10_000), Description("How many of the newest prices at most; 100 by default.")]
    public int? Records { get; init; }

    [FromQuery(Name = "source"), Description("Whose prices; the consensus where there is one.")]
    public string? Source { get; init; }

    [FromQuery(Name = "precision"), AllowedValues("full", null, ErrorMessage = "The field Precision must be full, or left out."), Description("'full' does not round to 2 decimals.")]
    public string? Precision { get; init; }
}
