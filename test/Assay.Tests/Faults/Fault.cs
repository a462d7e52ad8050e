using Assay.Ingestion;
using Assay.Providers;

namespace Assay.Tests.Faults;

/// <summary>A scenario of the simulator, and what has to become of a round of prices that it happens to.</summary>
/// <param name="Scenario">Its name there.</param>
/// <param name="Status">How the run ends.</param>
/// <param name="Good">How many of so many records are good.</param>
/// <param name="Reason">Why the others are rejected; null where none is.</param>
/// <param name="Error">Words of the run's error; null where it has none.</param>
internal sealed record Fault(string Scenario, string Status, Func<int, int> Good, string? Reason = null, string? Error = null)
{
    private static readonly Func<int, int> All = rows => rows;
    private static readonly Func<int, int> None = _ => 0;

    /// <summary>What the clients cure, what spoils the whole answer, and what spoils records of it.</summary>
    public static readonly IReadOnlyList<Fault> Known =
    [
        new("rate_limit_json", RunStatus.Success, All),
        new("rate_limit_html", RunStatus.Success, All),
        new("server_error", RunStatus.Success, All),
        new("unavailable_retry_after", RunStatus.Success, All),
        new("connection_refused", RunStatus.Success, All),
        new("reset_in_the_middle", RunStatus.Success, All),
        new("slow_body", RunStatus.Success, All),
        new("never_ending_body", RunStatus.Success, All),
        new("wrong_content_type", RunStatus.Success, All),

        new("unauthorized", RunStatus.Failure, None, Error: "answered 40"),
        new("error_code_on_200", RunStatus.Failure, None, Error: "answered 200 (OK): "),
        new("empty_200", RunStatus.Failure, None, Error: "with an empty body"),
        new("gzip_bomb", RunStatus.Failure, None, Error: "with more than 64 MB"),
        new("huge_body", RunStatus.Failure, None, Error: "with more than 64 MB"),
        new("redirect_elsewhere", RunStatus.Failure, None, Error: "answered 302"),

        new("field_renamed", RunStatus.Failure, None, RejectionReason.Quarantined, "any more that can be read"),
        new("field_retyped", RunStatus.Failure, None, RejectionReason.Quarantined, "any more that can be read"),
        new("price_zero", RunStatus.Success, None, RejectionReason.PriceInvalid),
        new("price_negative", RunStatus.Success, None, RejectionReason.PriceInvalid),
        new("clock_skewed", RunStatus.Success, None, RejectionReason.TimeInvalid),
        new("null_in_arrays", RunStatus.Success, All, RejectionReason.Malformed),
        new("id_renamed", RunStatus.Success, rows => rows - 1),
        new("huge_number", RunStatus.Success, All),
        new("price_thousandfold", RunStatus.Success, All),
        new("duplicate_rows", RunStatus.Success, All),
        new("stale_last_updated", RunStatus.Success, All),
    ];
}
