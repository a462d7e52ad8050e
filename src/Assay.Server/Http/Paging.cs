using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;

namespace Assay.Server.Http;

/// <summary>Which page of a list.</summary>
public record Paging
{
    [FromQuery(Name = "page"), Range(1, 10_000_000), Description("Which page; 1 by default.")]
    public int? Page { get; init; }

    [FromQuery(Name = "page_size"), Range(1, 100), Description("Rows on a page; 50 by default.")]
    public int? PageSize { get; init; }

    [FromQuery(Name = "limit"), Range(1, 100), Description("The same as page_size.")]
    public int? Limit { get; init; }

    internal int Number => Page ?? 1;

    internal int Size => PageSize ?? Limit ?? 50;
}
