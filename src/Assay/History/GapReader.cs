using Assay.Ingestion;
using Assay.Providers;
using Assay.Storage;

namespace Assay.History;

/// <summary>Reads the books for the gaps of a coin at a source.</summary>
public sealed class GapReader(IHistoryStore history, ICoverageStore coverage, IRunBook book, ProviderRegistry providers, Pace pace)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan LeastStep = TimeSpan.FromMinutes(1);

    /// <summary>In order of time, while the prices are read.</summary>
    /// <param name="link">The asset, and what the source calls it.</param>
    /// <param name="range">The time to look at.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IAsyncEnumerable<Gap>> FindAsync(AssetLink link, TimeRange range, CancellationToken cancellationToken)
    {
        var (source, coin) = (link.Source, link.CoinId);
        var provider = providers.Find(source.Name);
        var task = TaskOf(provider);
        var polled = await coverage.ReadCoverageAsync(source, task, coin, cancellationToken);
        var asked = await coverage.ReadCoverageAsync(source, FetchTask.History, coin, cancellationToken);
        var series = new SeriesRecord
        {
            Range = range,
            Polled = polled,
            Asked = asked,
            PolledStep = StepOf(provider, task),
            AskedStep = provider is IHistoricProvider { Reaches: { Count: > 0 } reaches } ? reaches.Max(reach => reach.Step) : Day,
            Rejections = await book.ReadRejectedOfAsync(source, coin, range, cancellationToken),
        };
        var reasons = new NotCollected(source, task, polled.Concat(asked).Select(covered => (DateTimeOffset?)covered.From).Min());
        return GapFinder.FindAsync(
            series, history.ReadQuotesAsync(source, link.Asset, range, cancellationToken).Select(quote => quote.ObservedAt),
            async time => reasons.Explain(time, await book.SumUpAsync(WithoutItsEnd(time, series.PolledStep), cancellationToken)), cancellationToken);
    }

    /// <summary>The round that ended the hole began within it.</summary>
    private static TimeRange WithoutItsEnd(TimeRange time, TimeSpan step) => time with { To = time.To - step };

    /// <summary>What collects the prices of a source. One that is switched off was asked for prices, too, unless files bear its name.</summary>
    private static string TaskOf(IProvider? provider) => provider switch
    {
        IPolledProvider polled when !polled.Tasks.Contains(FetchTask.Prices) => FetchTask.Dex,
        IFileProvider => FileImporter.Task,
        _ => FetchTask.Prices,
    };

    private TimeSpan StepOf(IProvider? provider, string task)
    {
        if (task == FileImporter.Task)
            return Day;
        var step = provider is IPolledProvider polled ? pace.PollsJoinWithin(polled, task) / 3 : LeastStep;
        return step > LeastStep ? step : LeastStep;
    }
}
