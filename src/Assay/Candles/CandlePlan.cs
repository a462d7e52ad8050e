using Assay.Board;

namespace Assay.Candles;

/// <summary>
/// Which candles a page changes. The one-minute candle is made anew with every price in it. A wider one is made when it opens and when the
/// next one opens, which closes it, and again for every price that comes later than that; in between its row stays as it is, and whoever reads
/// it completes it from the narrower ones.
/// </summary>
public static class CandlePlan
{
    /// <summary>For prices as they were observed, one round after the other.</summary>
    public static IReadOnlyList<CandleBucket> Make(IReadOnlyList<Quote> quotes, MarketBoard board) =>
        Make(quotes, [], isFile: false, (source, asset) => board.Find(source, asset)?.Quote);

    /// <param name="quotes">The quotes of a page.</param>
    /// <param name="delivered">The candles that it delivers; they are not made, but all wider ones around them are.</param>
    /// <param name="isFile">Whether the quotes stand in a rhythm of their own: then there are no candles narrower than that.</param>
    /// <param name="newest">The newest quote of a series before the page.</param>
    public static IReadOnlyList<CandleBucket> Make(
        IReadOnlyList<Quote> quotes, IReadOnlyList<Candle> delivered, bool isFile, Func<SourceId, AssetId, Quote?> newest)
    {
        var pages = new Dictionary<(SourceId, AssetId), SeriesPage>(isFile ? 0 : quotes.Count);
        foreach (var quote in quotes)
        {
            var page = PageOf(quote.Source, quote.Asset);
            // The same once more, as sources repeat it until they have a newer one, changes nothing.
            if (quote.ObservedAt != page.Before?.ObservedAt || quote.Figures.Price != page.Before.Figures.Price)
                page.Times.Add(quote.ObservedAt);
        }

        foreach (var candle in delivered)
            PageOf(candle.Source, candle.Asset).Delivered.Add(candle);

        var buckets = new List<CandleBucket>(quotes.Count);
        foreach (var page in pages.Values)
            page.SortTimes();
        foreach (var interval in CandleInterval.All)
        {
            foreach (var page in pages.Values)
                page.AddTo(buckets, interval, isFile);
        }

        return buckets;

        SeriesPage PageOf(SourceId source, AssetId asset)
        {
            if (!pages.TryGetValue((source, asset), out var page))
                pages[(source, asset)] = page = new SeriesPage(source, asset, newest(source, asset));
            return page;
        }
    }
}
