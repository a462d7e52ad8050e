using System.Text.Json;
using Assay.Simulator.Market;
using Microsoft.AspNetCore.Http;

namespace Assay.Simulator.Faults;

/// <summary>The rules in force, in the order they were given; the first that fits a request is the one that applies.</summary>
/// <param name="clock">By what time the scheduled ones begin and end.</param>
/// <param name="seed">The same seed draws the same chances in the same order.</param>
internal sealed class FaultRules(TimeProvider clock, int seed)
{
    private readonly Lock _gate = new();
    private readonly List<Scheduled> _rules = [];
    private ulong _drawn;

    /// <summary>With their <see cref="FaultRule.Times"/> counted down, without those that are over.</summary>
    public IReadOnlyList<FaultRule> All
    {
        get
        {
            lock (_gate)
            {
                ForgetWhatIsOver(clock.GetUtcNow());
                return [.. _rules.Select(scheduled => scheduled.Rule)];
            }
        }
    }

    public void Add(IEnumerable<FaultRule> rules)
    {
        lock (_gate)
            _rules.AddRange(rules.Select(rule => Scheduled.Of(rule, clock.GetUtcNow())));
    }

    public void Clear()
    {
        lock (_gate)
            _rules.Clear();
    }

    /// <summary>The rule for a request, which counts as one use of it; null when nothing goes wrong.</summary>
    public FaultRule? Take(PathString path)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            ForgetWhatIsOver(now);
            var index = _rules.FindIndex(scheduled => scheduled.From <= now && Covers(scheduled.Rule, path) && Draw(scheduled.Rule));
            if (index < 0)
                return null;

            var rule = _rules[index].Rule;
            if (rule.Times == 1)
                _rules.RemoveAt(index);
            else
                _rules[index] = _rules[index] with { Rule = rule with { Times = rule.Times - 1 } };
            return rule;
        }
    }

    private void ForgetWhatIsOver(DateTimeOffset now) => _rules.RemoveAll(scheduled => scheduled.Until <= now);

    private static bool Covers(FaultRule rule, PathString path) => path.StartsWithSegments(rule.Path!.TrimEnd('/'));

    private bool Draw(FaultRule rule) => rule.Chance is not { } chance || Chance.Fraction(Chance.Mix((ulong)seed, _drawn++)) < chance;

    /// <summary>Reads a list of rules, or a single one; where one is wrong, none is taken.</summary>
    /// <param name="json">The list, or the rule.</param>
    /// <param name="problems">What is wrong, by field, such as <c>[0].status</c>.</param>
    public static IReadOnlyList<FaultRule> Parse(ReadOnlySpan<byte> json, out Dictionary<string, string[]> problems)
    {
        try
        {
            var given = IsOneRule(json)
                ? [JsonSerializer.Deserialize(json, FaultJson.Default.FaultRule)!]
                : JsonSerializer.Deserialize(json, FaultJson.Default.FaultRuleArray) ?? [];
            FaultRule[] rules = [.. given.Select(rule => rule ?? new FaultRule())]; // a null in the list is a rule that says nothing
            problems = rules
                .SelectMany((rule, index) => rule.Problems().Select(problem => (Field: $"[{index}].{problem.Field}", problem.Problem)))
                .GroupBy(problem => problem.Field, problem => problem.Problem)
                .ToDictionary(group => group.Key, group => group.ToArray());
            return problems.Count == 0 ? rules : [];
        }
        catch (JsonException unreadable)
        {
            problems = new() { [unreadable.Path ?? "$"] = [$"This is not a list of fault rules: {unreadable.Message}"] };
            return [];
        }
    }

    private static bool IsOneRule(ReadOnlySpan<byte> json) => json.TrimStart(" \t\r\n"u8) is [(byte)'{', ..];

    /// <exception cref="SimulatorException">There is no such file, or it holds something else.</exception>
    public void AddFile(string path)
    {
        if (!File.Exists(path))
            throw new SimulatorException($"The faults file '{path}' does not exist.");

        var rules = Parse(File.ReadAllBytes(path), out var problems);
        if (problems.Count > 0)
        {
            var sentences = problems.Select(problem => $"{problem.Key}: {problem.Value[0]}");
            throw new SimulatorException($"The faults file '{path}' is wrong at {string.Join("; ", sentences)}");
        }

        Add(rules);
    }

    /// <param name="Rule">What was asked for.</param>
    /// <param name="From">When it begins.</param>
    /// <param name="Until">When it is over.</param>
    private sealed record Scheduled(FaultRule Rule, DateTimeOffset From, DateTimeOffset Until)
    {
        public static Scheduled Of(FaultRule rule, DateTimeOffset now)
        {
            var from = now.AddSeconds(rule.AfterSeconds);
            return new(rule, from, rule.ForSeconds is { } seconds ? from.AddSeconds(seconds) : DateTimeOffset.MaxValue);
        }
    }
}
