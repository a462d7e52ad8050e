using Assay.Board;
using Assay.Candles;
using Assay.Drift;
using Assay.Facts;
using Assay.Identity;
using Assay.Providers;
using Assay.Storage;

namespace Assay.Ingestion;

/// <summary>Turns what a payload says into what is to be stored: validates, identifies, and keeps the last of two records of one time.</summary>
internal sealed class PageBuilder(IdentityMap identity, MarketBoard board)
{
    /// <summary>Rows of a file stand in no rhythm that we know; a day is the longest step that files of prices are made in.</summary>
    private static readonly TimeSpan FileRowsJoinWithin = TimeSpan.FromDays(1);

    /// <param name="run">Whose progress it is.</param>
    /// <param name="payloadId">The number of the payload.</param>
    /// <param name="payload">What came.</param>
    /// <param name="parsed">What it says.</param>
    /// <param name="pollsJoinWithin">Polls no further apart than this cover the time between them.</param>
    /// <param name="sighting">What its shape tells; null where that is not watched.</param>
    public BuiltPage Build(Guid run, long payloadId, RawPayload payload, ParsedPage parsed, TimeSpan pollsJoinWithin, Sighting? sighting)
    {
        var rejections = new List<Rejection>(parsed.Rejections);
        var good = Sift(parsed.Quotes, quote => QuoteCheck.FindFault(quote, payload.FetchedAt), rejections);
        var listed = Sift(parsed.Assets, QuoteCheck.FindFault, rejections);
        var identifier = new Identifier(identity, board, parsed.Override?.Source ?? payload.Source, payload.File is not null, payload.FetchedAt);
        var isMapped = parsed.Override is { } word && TryOverride(identifier, word, payload, rejections);
        identifier.Follow(parsed.IdChanges);
        var assets = Identify(identifier, good, listed, parsed.Facts);
        var quotes = new Dictionary<(AssetId, DateTimeOffset), Quote>(good.Count);
        var candles = new Dictionary<(AssetId, CandleInterval, DateTimeOffset), Candle>(good.Count(record => record.Candle is not null));

        foreach (var record in good)
        {
            var asset = assets[record.CoinId];
            quotes[(asset, record.ObservedAt!.Value)] = ToQuote(record, asset, payload); // the last one wins
            if (record.Candle is not { } candle)
                continue;
            if (QuoteCheck.FindCandleFault(record) is { } fault)
                rejections.Add(fault);
            else
                candles[(asset, candle.Interval, candle.OpenedAt)] = ToCandle(candle, asset, payload);
        }

        var facts = BuildFacts(parsed.Facts, payload, rejections);
        var commit = new PageCommit
        {
            Run = run,
            Payload = payloadId,
            Source = payload.Source,
            RecordedAt = payload.FetchedAt,
            Identity = identifier.Change,
            Quotes = [.. quotes.Values],
            Listed = listed.Count + facts.Count + parsed.IdChanges.Count + (isMapped ? 1 : 0),
            Rows = sighting is null ? facts : [.. facts, .. sighting.ToRows(payloadId, payload.FetchedAt)],
            Candles = [.. candles.Values],
            Coverage = CoverageOf(payload, parsed, good, pollsJoinWithin),
            Rejections = rejections,
            File = payload.File,
        };
        return new BuiltPage(commit, good.Count - quotes.Count);
    }

    private static bool TryOverride(Identifier identifier, MappingOverride word, RawPayload payload, List<Rejection> rejections)
    {
        if (identifier.Override(word) is not { } refusal)
            return true;

        rejections.Add(new Rejection(word.CoinId, RejectionReason.MappingRefused, refusal.Reason, payload.Url, $"source={word.Source} coin_id={word.CoinId} asset_id={word.AssetId}"));
        return false;
    }

    private static IReadOnlyList<TableRow> BuildFacts(IReadOnlyList<Fact> facts, RawPayload payload, List<Rejection> rejections)
    {
        if (facts.Count == 0)
            return [];

        var rows = new Dictionary<string, TableRow>();
        foreach (var fact in facts)
        {
            if (FactCheck.ToRow(fact, payload, out var fault) is { } row)
                rows[$"{row.Table.Name} {string.Join('\n', row.Values.Take(row.Table.KeyLength))}"] = row; // the last one wins
            else
                rejections.Add(fault!);
        }

        return [.. rows.Values];
    }

    private static List<T> Sift<T>(IReadOnlyList<T> records, Func<T, Rejection?> findFault, List<Rejection> rejections)
    {
        var good = new List<T>(records.Count);
        foreach (var record in records)
        {
            if (findFault(record) is { } fault)
                rejections.Add(fault);
            else
                good.Add(record);
        }

        return good;
    }

    private static Dictionary<string, AssetId> Identify(Identifier identifier, List<ProviderQuote> quotes, List<ProviderAsset> listed, IReadOnlyList<Fact> facts)
    {
        var contracts = ContractsOf(facts);
        List<CoinDescription> coins =
        [
            .. quotes.DistinctBy(quote => quote.CoinId)
                .Select(quote => new CoinDescription(quote.CoinId, quote.Symbol, quote.Name, quote.Figures, quote.ObservedAt, contracts.GetValueOrDefault(quote.CoinId))),
            .. listed.Select(asset => new CoinDescription(asset.CoinId, asset.Symbol, asset.Name, Contracts: asset.Contracts)),
        ];
        var assets = identifier.Identify(coins);
        identifier.Learn([.. contracts.Select(pair => new CoinDescription(pair.Key, null, null, Contracts: pair.Value))]);
        var byCoin = new Dictionary<string, AssetId>(coins.Count);
        for (var i = 0; i < assets.Length; i++)
        {
            if (assets[i] is { } asset)
                byCoin[coins[i].CoinId] = asset;
        }

        return byCoin;
    }

    /// <summary>Contract address by platform of the coins that facts speak of.</summary>
    private static Dictionary<string, Dictionary<string, string>> ContractsOf(IReadOnlyList<Fact> facts)
    {
        var contracts = new Dictionary<string, Dictionary<string, string>>();
        foreach (var metadata in facts.OfType<CoinMetadata>().Where(metadata => metadata.Contracts.Count > 0))
            contracts[metadata.CoinId] = metadata.Contracts.ToDictionary();
        foreach (var pair in facts.OfType<DexPair>())
        {
            if (pair is not { BaseCoinId: { } coin, BaseAddress: { } address })
                continue;
            if (!contracts.TryGetValue(coin, out var known))
                contracts[coin] = known = [];
            known.TryAdd(pair.Network, address);
        }

        return contracts;
    }

    private static Quote ToQuote(ProviderQuote record, AssetId asset, RawPayload payload) => new()
    {
        Source = payload.Source,
        Asset = asset,
        CoinId = record.CoinId,
        ObservedAt = record.ObservedAt!.Value,
        RecordedAt = payload.FetchedAt,
        Figures = record.Figures,
    };

    private static Candle ToCandle(ProviderCandle candle, AssetId asset, RawPayload payload) => new()
    {
        Source = payload.Source,
        Asset = asset,
        Interval = candle.Interval,
        OpenedAt = candle.OpenedAt,
        Prices = candle.Prices,
        RecordedAt = payload.FetchedAt,
    };

    private static CoveredInterval[] CoverageOf(RawPayload payload, ParsedPage parsed, List<ProviderQuote> good, TimeSpan pollsJoinWithin) => (payload, parsed) switch
    {
        (_, { Covered: { } span }) => [new CoveredInterval(payload.Task, span.CoinId, span.Range, TimeSpan.Zero)],
        ({ File: null }, _) => CoverPoll(payload, good, pollsJoinWithin),
        _ => CoverFile(payload, good),
    };

    private static CoveredInterval[] CoverPoll(RawPayload payload, List<ProviderQuote> quotes, TimeSpan joinWithin) =>
    [
        .. quotes.Select(quote => quote.CoinId).Distinct()
            .Select(coin => new CoveredInterval(payload.Task, coin, new TimeRange(payload.FetchedAt, payload.FetchedAt), joinWithin)),
    ];

    private static CoveredInterval[] CoverFile(RawPayload payload, List<ProviderQuote> quotes)
    {
        var ranges = new Dictionary<string, TimeRange>();
        foreach (var quote in quotes)
        {
            var time = quote.ObservedAt!.Value;
            var range = ranges.GetValueOrDefault(quote.CoinId, new TimeRange(time, time));
            ranges[quote.CoinId] = new TimeRange(time < range.From ? time : range.From, time > range.To ? time : range.To);
        }

        return [.. ranges.Select(pair => new CoveredInterval(payload.Task, pair.Key, pair.Value, FileRowsJoinWithin))];
    }
}

/// <param name="Commit">What is to be stored.</param>
/// <param name="Duplicates">Good records that a later one of the same coin and time replaced.</param>
internal sealed record BuiltPage(PageCommit Commit, int Duplicates);
