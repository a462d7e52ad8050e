using Assay.Facts;
using Assay.Identity;

namespace Assay.Providers;

/// <summary>All that one payload says.</summary>
public sealed record ParsedPage
{
    /// <summary>In the order of the payload, not yet validated. Of two with the same coin and time the later one wins.</summary>
    public IReadOnlyList<ProviderQuote> Quotes { get; init; } = [];

    public IReadOnlyList<ProviderAsset> Assets { get; init; } = [];

    /// <summary>What it says besides prices. Of two with the same key the later one wins.</summary>
    public IReadOnlyList<Fact> Facts { get; init; } = [];

    /// <summary>Coins that the source calls otherwise now, in any order; those that were told before are passed over.</summary>
    public IReadOnlyList<ProviderIdChange> IdChanges { get; init; } = [];

    /// <summary>Set where an operator speaks, and not a source.</summary>
    public MappingOverride? Override { get; init; }

    public IReadOnlyList<Rejection> Rejections { get; init; } = [];

    /// <summary>The time that was asked for, where the answer is a coin's history and whole; also where it has rows for a part of it only.</summary>
    public CoveredSpan? Covered { get; init; }

    /// <summary>The source's own words where the answer reports an error or cannot be read at all.</summary>
    public string? Error { get; init; }

    public static ParsedPage Failed(string error) => new() { Error = error };
}

/// <param name="CoinId">The source's own id.</param>
/// <param name="Range">The time that the answer tells of.</param>
public sealed record CoveredSpan(string CoinId, TimeRange Range);
