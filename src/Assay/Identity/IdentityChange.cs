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

    /// <summary>The renames in their order, each with the id that its asset has after all of them: one that made way may have to make way again.</summary>
    internal IReadOnlyList<(AssetRename Rename, AssetId Final)> RenamesToTheEnd()
    {
        var steps = new (AssetRename, AssetId)[Renames.Count];
        var finals = new Dictionary<AssetId, AssetId>();
        for (var i = steps.Length - 1; i >= 0; i--)
        {
            var final = finals.Remove(Renames[i].To, out var later) ? later : Renames[i].To;
            steps[i] = (Renames[i], final);
            finals[Renames[i].From] = final;
        }

        return steps;
    }
}

public readonly record struct AssetRename(AssetId From, AssetId To, DateTimeOffset At);
