using Assay.Providers;

namespace Assay.Adapters.Providers.CoinGecko.Answers;

internal static class Currency
{
    /// <summary>What to say to an answer that was asked for in another currency than dollars; null where it was not.</summary>
    public static ParsedPage? Foreign(string url) =>
        UrlQuery.Find(url, "vs_currency") is { } currency && !currency.Equals("usd", StringComparison.OrdinalIgnoreCase)
            ? ParsedPage.Failed($"CoinGecko was asked for prices in '{currency.CutTo(20)}', but we keep prices in usd only.")
            : null;
}
