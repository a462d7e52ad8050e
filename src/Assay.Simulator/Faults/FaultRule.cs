using System.Text.Json.Serialization;

namespace Assay.Simulator.Faults;

/// <summary>One thing that goes wrong, as it is written in <c>POST /faults</c> and in a faults file.</summary>
public sealed record FaultRule
{
    /// <summary>The path that fails, and all below it: <c>/coingecko</c> is the whole provider.</summary>
    public string? Path { get; init; }

    /// <summary>What happens, by one of the names that <c>GET /scenarios</c> lists.</summary>
    public string? Scenario { get; init; }

    /// <summary>The answer's status, 400 to 599; without one, and without a scenario, the true answer is given, late if there is a delay.</summary>
    public int? Status { get; init; }

    /// <summary>The Retry-After header, in seconds or as a date.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>How long the answer is held back, in milliseconds, at most ten minutes. For <c>slow_body</c> how long the body takes.</summary>
    public int DelayMs { get; init; }

    /// <summary><c>json</c>, the provider's own words (the default), or <c>html</c>, a page from whoever stands in front of it.</summary>
    public string? Body { get; init; }

    /// <summary>How many requests fail before the rule is spent; without it every one until it is cleared.</summary>
    public int? Times { get; init; }

    /// <summary>The rule begins so long after it was given.</summary>
    public double AfterSeconds { get; init; }

    /// <summary>The rule ends so long after it began; without it not before it is spent or cleared.</summary>
    public double? ForSeconds { get; init; }

    /// <summary>How likely it is that a request fails, above 0 up to 1; without it all do. Drawn by the simulator's seed.</summary>
    public double? Chance { get; init; }

    /// <summary>Where a scenario spoils rows: 3 spoils the first, the fourth and so on, and leaves the others true; without it all are spoilt.</summary>
    public int? Every { get; init; }

    /// <summary>The field that <c>field_renamed</c> and <c>field_retyped</c> change; without it one that nobody can do without.</summary>
    public string? Field { get; init; }

    /// <summary>What is wrong with the rule, by field; empty when nothing is.</summary>
    internal IEnumerable<(string Field, string Problem)> Problems()
    {
        if (Path is null || !Path.StartsWith('/'))
            yield return ("path", "A path that begins with / is needed, for example /coingecko/api/v3/coins/markets.");
        if (Scenario is not null && Scenarios.Find(Scenario) is null)
            yield return ("scenario", $"There is no scenario '{Scenario}'. Known: {string.Join(", ", Scenarios.All.Select(known => known.Name))}.");
        if (Scenario is not null && Status is not null)
            yield return ("status", "A scenario brings its own status; leave out one of the two.");
        if (Status is not (null or (>= 400 and <= 599)))
            yield return ("status", $"The status {Status} is not between 400 and 599.");
        if (Scenario is null && Status is null && DelayMs == 0)
            yield return ("status", "A rule needs a scenario, a status or a delay_ms; this one would change nothing.");
        if (DelayMs is < 0 or > 600_000)
            yield return ("delay_ms", $"The delay of {DelayMs} ms is not between 0 and 600000.");
        if (Body is not (null or "json" or "html"))
            yield return ("body", $"The body '{Body}' is neither json nor html.");
        if (Times is < 1)
            yield return ("times", $"A rule cannot apply {Times} times; leave it out for 'until cleared'.");
        foreach (var problem in ProblemsOfSchedule())
            yield return problem;
    }

    private IEnumerable<(string Field, string Problem)> ProblemsOfSchedule()
    {
        const double longest = 366 * 86_400d;
        if (AfterSeconds is not (>= 0 and <= longest))
            yield return ("after_seconds", $"A rule cannot begin {AfterSeconds} seconds after it was given; take 0 to a year.");
        if (ForSeconds is not (null or (> 0 and <= longest)))
            yield return ("for_seconds", $"A rule cannot hold for {ForSeconds} seconds; take more than 0, up to a year.");
        if (Chance is not (null or (> 0 and <= 1)))
            yield return ("chance", $"The chance {Chance} is not above 0 and up to 1.");
        if (Every is < 1)
            yield return ("every", $"It is not possible to spoil every {Every}th row; take 1 or more.");
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(IReadOnlyList<FaultRule>))]
[JsonSerializable(typeof(FaultRule[]))]
[JsonSerializable(typeof(IReadOnlyList<ScenarioDescription>))]
internal sealed partial class FaultJson : JsonSerializerContext;
