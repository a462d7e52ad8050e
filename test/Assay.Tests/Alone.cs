namespace Assay.Tests;

/// <summary>Tests that measure memory: what others hold would be counted too.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
