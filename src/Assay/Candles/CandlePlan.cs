using Assay.Ingestion;

namespace Assay.Candles;

/// <summary>
/// Which candles a page changes. The one-minute candle is made anew with every price in it. A wider one is made when it opens and when the
/// next one opens, which closes it, and again for every price that comes later than that; in between its row stays as it is, and whoever reads
/// it completes it from the narrower ones.
/// </summary>
public static class CandlePlan
{
    /// <summary>The candles to be made after the page has been written, narrower intervals first; each once.</summary>
    /// <param name="page">The page. The candles that it delivers are not made, but all wider ones around them are.</param>
    /// <param name="changed">Those of its quotes that are new or corrected.</param>
    /// <param name="newest">When the newest quote of a series was observed, of those that were known before the page.</param>
    public static IReadOnlyList<CandleBucket> Make(
        PageCommit page, IReadOnlyList<Quote> changed, Func<SourceId, AssetId, DateTimeOffset?> newest)
    {
        var pages = new Dictionary<(SourceId, AssetId), SeriesPage>(page.File is null ? changed.Count : 0);
        foreach (var quote in changed)
            PageOf(quote.Source, quote.Asset).Times.Add(quote.ObservedAt);
        foreach (var candle in page.Candles)
            PageOf(candle.Source, candle.Asset).Delivered.Add(candle);
        foreach (var series in pages.Values)
            series.Times.Sort();
        if (page.File is not null)
            TellRhythm(changed.Count == page.Quotes.Count ? [] : page.Quotes, pages);

        var buckets = new List<CandleBucket>();
        foreach (var interval in CandleInterval.All)
        {
            foreach (var series in pages.Values)
                series.AddTo(buckets, interval);
        }

        return buckets;

        SeriesPage PageOf(SourceId source, AssetId asset)
        {
            if (!pages.TryGetValue((source, asset), out var series))
                pages[(source, asset)] = series = new SeriesPage(source, asset, newest(source, asset));
            return series;
        }
    }

    /// <summary>The rows of a file stand in a rhythm of their own.</summary>
    /// <param name="rows">All rows, where some of them are known already.</param>
    /// <param name="pages">What is new of them.</param>
    private static void TellRhythm(IReadOnlyList<Quote> rows, Dictionary<(SourceId, AssetId), SeriesPage> pages)
    {
        foreach (var series in pages.Values)
            series.SetRhythm(series.Times);
        foreach (var times in rows.GroupBy(row => (row.Source, row.Asset), row => row.ObservedAt))
        {
            if (pages.TryGetValue(times.Key, out var series))
                series.SetRhythm([.. times.Order()]);
        }
    }
}
