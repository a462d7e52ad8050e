using System.ComponentModel;
using Assay.Server.Http;
using Microsoft.AspNetCore.Mvc;

namespace Assay.Server.Books;

public sealed record RunsQuery : Paging
{
    [FromQuery(Name = "source"), Description("Only runs of this source.")]
    public string? Source { get; init; }

    [FromQuery(Name = "task"), Description("Only runs of this task.")]
    public string? Task { get; init; }

    [FromQuery(Name = "status"), Description("Only runs that are running or ended as success, partial, failure or interrupted.")]
    public string? Status { get; init; }
}

public sealed record RejectedQuery : Paging
{
    [FromQuery(Name = "source"), Description("Only records of this source.")]
    public string? Source { get; init; }

    [FromQuery(Name = "reason"), Description("Only records that were rejected for this reason.")]
    public string? Reason { get; init; }
}
