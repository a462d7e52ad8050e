namespace Assay.Simulator.Faults;

/// <summary>Something that goes wrong often enough to have a name.</summary>
/// <param name="Name">As it stands in a rule.</param>
/// <param name="Meaning">What happens, in one sentence.</param>
/// <param name="PlayAsync">Does it.</param>
internal sealed record Scenario(string Name, string Meaning, Func<Scene, Task> PlayAsync)
{
    /// <summary>Whether a rule's delay is the time that the scenario takes, not one that passes before it begins.</summary>
    public bool TakesItsTime { get; init; }
}

/// <summary>A scenario as <c>GET /scenarios</c> lists it.</summary>
internal sealed record ScenarioDescription(string Name, string Meaning);
