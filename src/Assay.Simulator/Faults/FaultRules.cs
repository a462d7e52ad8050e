using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Assay.Simulator.Faults;

/// <summary>The rules in force, in the order they were given; the first that fits a request is the one that applies.</summary>
internal sealed class FaultRules
{
    private readonly Lock _gate = new();
    private readonly List<FaultRule> _rules = [];

    /// <summary>With their <see cref="FaultRule.Times"/> counted down.</summary>
    public IReadOnlyList<FaultRule> All
    {
        get
        {
            lock (_gate)
                return [.. _rules];
        }
    }

    public void Add(IEnumerable<FaultRule> rules)
    {
        lock (_gate)
            _rules.AddRange(rules);
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
            var index = _rules.FindIndex(rule => path.StartsWithSegments(rule.Path!.TrimEnd('/')));
            if (index < 0)
                return null;

            var rule = _rules[index];
            if (rule.Times == 1)
                _rules.RemoveAt(index);
            else
                _rules[index] = rule with { Times = rule.Times - 1 };
            return rule;
        }
    }

    /// <summary>Reads a list of rules; where one is wrong, none is taken.</summary>
    /// <param name="json">The list.</param>
    /// <param name="problems">What is wrong, by field, such as <c>[0].status</c>.</param>
    public static IReadOnlyList<FaultRule> Parse(ReadOnlySpan<byte> json, out Dictionary<string, string[]> problems)
    {
        try
        {
            var given = JsonSerializer.Deserialize(json, FaultJson.Default.FaultRuleArray) ?? [];
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
}
