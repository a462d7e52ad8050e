using Assay.Providers;

namespace Assay.Adapters.Providers.CoinGecko.Answers;

internal static class Currency
{
    /// <summary>What to say to an answer that was asked for in another currency than dollars; null where it was not.</summary>
    public static ParsedPage? Foreign(string url) =>
        Of(url) is { } currency && !currency.Equals("usd", StringComparison.OrdinalIgnoreCase)
            ? ParsedPage.Failed($"CoinGecko was asked for prices in '{currency.CutTo(20)}', but we keep prices in usd only.")
            : null;

    private static string? Of(string url)
    {
        const string Name = "vs_currency=";
        var query = url.IndexOf('?') is var mark and >= 0 ? url[(mark + 1)..] : "";
        return query.Split('&').FirstOrDefault(part => part.StartsWith(Name, StringComparison.Ordinal))?[Name.Length..];
    }
}
