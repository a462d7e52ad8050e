namespace Assay.Providers;

/// <summary>A source has given one of its coins another id.</summary>
/// <param name="OldId">The id that no longer holds.</param>
/// <param name="NewId">The id that it has now.</param>
/// <param name="ChangedAt">Null where the source does not say.</param>
public sealed record ProviderIdChange(string OldId, string NewId, DateTimeOffset? ChangedAt);
