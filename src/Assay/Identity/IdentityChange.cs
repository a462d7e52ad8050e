namespace Assay.Identity;

/// <summary>What a page adds to our knowledge of which coin is which asset. Applied in this order: renames, assets, links.</summary>
public sealed record IdentityChange
{
    public static readonly IdentityChange None = new();

    /// <summary>Assets that get another slug, because CoinGecko spells them so. The old slug stays known as an alias.</summary>
    public IReadOnlyList<AssetRename> Renames { get; init; } = [];

    /// <summary>New assets, and known ones of which more is known now: matched by id, the new value wins.</summary>
    public IReadOnlyList<Asset> Assets { get; init; } = [];

    /// <summary>Links that begin, and those that end, which have <see cref="AssetLink.ValidTo"/>. A link to another asset ends the one before by itself.</summary>
    public IReadOnlyList<AssetLink> Links { get; init; } = [];

    public bool IsEmpty => Renames.Count + Assets.Count + Links.Count == 0;
}

public readonly record struct AssetRename(AssetId From, AssetId To, DateTimeOffset At);
