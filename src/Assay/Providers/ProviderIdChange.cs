namespace Assay.Providers;

/// <summary>A source calls one of its coins otherwise than before.</summary>
/// <param name="OldId">The id that it had.</param>
/// <param name="NewId">The id that it has now.</param>
/// <param name="ChangedAt">When, by the source's own word.</param>
public sealed record ProviderIdChange(string OldId, string NewId, DateTimeOffset? ChangedAt);
