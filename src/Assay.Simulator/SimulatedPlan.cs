namespace Assay.Simulator;

/// <summary>A provider's plan, as the provider describes it to whoever asks with a key.</summary>
/// <param name="Name">As the provider calls it.</param>
/// <param name="CallsPerMinute">Its limit per minute.</param>
/// <param name="CallsPerMonth">Its calls, or credits, per calendar month.</param>
public sealed record SimulatedPlan(string Name, int CallsPerMinute, int CallsPerMonth);
