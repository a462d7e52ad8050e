using Assay.Providers;

namespace Assay.Adapters.Providers.Json;

internal static class RecordId
{
    /// <summary>Whether a text can be what a source calls something by.</summary>
    public static bool IsUsable(string? id) => !string.IsNullOrWhiteSpace(id) && id.Length <= ProviderQuote.LongestName;
}
