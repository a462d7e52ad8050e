using Assay.Benchmarks;

// Each scenario runs in a process of its own, so that memory is its own too.
return args switch
{
    [] => await Scenarios.RunAllAsync(),
    [var name] when Scenarios.All.TryGetValue(name, out var scenario) => await scenario(),
    _ => Scenarios.Explain(),
};
