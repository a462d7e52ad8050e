namespace Assay.History;

/// <summary>A time of which a source's history of a coin has no price, or had none for a while.</summary>
/// <param name="From">When it begins.</param>
/// <param name="To">When it ends.</param>
/// <param name="Kind">One of <see cref="GapKind"/>.</param>
/// <param name="Reason">Why, as a sentence.</param>
public sealed record Gap(DateTimeOffset From, DateTimeOffset To, string Kind, string Reason);

/// <summary>What a gap is. The names stand in the API.</summary>
public static class GapKind
{
    /// <summary>We asked, and the source had nothing new.</summary>
    public const string NoUpdateFromSource = "no_update_from_source";

    /// <summary>Nobody asked, or nobody answered.</summary>
    public const string NotCollected = "not_collected";

    /// <summary>The source answered with records that cannot be stored.</summary>
    public const string Rejected = "rejected";

    /// <summary>A hole between the rounds that has been filled from the source's history since.</summary>
    public const string Repaired = "repaired";
}
