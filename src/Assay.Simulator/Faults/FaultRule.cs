using System.Text.Json.Serialization;

namespace Assay.Simulator.Faults;

/// <summary>One thing that goes wrong, as it is written in <c>POST /faults</c> and in a faults file.</summary>
public sealed record FaultRule
{
    /// <summary>The path that fails, and all below it: <c>/coingecko</c> is the whole provider.</summary>
    public string? Path { get; init; }

    /// <summary>The answer's status, 400 to 599; without one the true answer is given, late if there is a delay.</summary>
    public int? Status { get; init; }

    /// <summary>The Retry-After header, in seconds or as a date.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>How long the answer is held back, in milliseconds, at most ten minutes.</summary>
    public int DelayMs { get; init; }

    /// <summary><c>json</c>, the provider's own words (the default), or <c>html</c>, a page from whoever stands in front of it.</summary>
    public string? Body { get; init; }

    /// <summary>How many requests fail before the rule is spent; without it every one until it is cleared.</summary>
    public int? Times { get; init; }

    /// <summary>What is wrong with the rule, by field; empty when nothing is.</summary>
    internal IEnumerable<(string Field, string Problem)> Problems()
    {
        if (Path is null || !Path.StartsWith('/'))
            yield return ("path", "A path that begins with / is needed, for example /coingecko/api/v3/coins/markets.");
        if (Status is not (null or (>= 400 and <= 599)))
            yield return ("status", $"The status {Status} is not between 400 and 599.");
        if (Status is null && DelayMs == 0)
            yield return ("status", "A rule needs a status or a delay_ms; this one would change nothing.");
        if (DelayMs is < 0 or > 600_000)
            yield return ("delay_ms", $"The delay of {DelayMs} ms is not between 0 and 600000.");
        if (Body is not (null or "json" or "html"))
            yield return ("body", $"The body '{Body}' is neither json nor html.");
        if (Times is < 1)
            yield return ("times", $"A rule cannot apply {Times} times; leave it out for 'until cleared'.");
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<FaultRule>))]
[JsonSerializable(typeof(FaultRule[]))]
internal sealed partial class FaultJson : JsonSerializerContext;
