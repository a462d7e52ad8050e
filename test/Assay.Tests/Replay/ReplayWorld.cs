using System.Text;
using Assay.Adapters.Providers.Csv;
using Assay.Adapters.Storage.Sqlite;
using Assay.Board;
using Assay.Identity;
using Assay.Ingestion;
using Assay.Providers;
using Assay.Replay;
using Assay.Storage;
using Assay.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Assay.Tests.Replay;

/// <summary>An installation with two sources and files, over a real database.</summary>
internal sealed class ReplayWorld : IAsyncDisposable
{
    /// <summary>What a replay makes anew.</summary>
    public static readonly Table[] Rebuilt =
    [
        Table.Assets, Table.AssetContracts, Table.AssetLinks, Table.Quotes, Table.QuoteCorrections, Table.LatestQuotes, Table.Candles, Table.ConsensusEvidence, Table.Coverage,
        Table.RejectedRecords, Table.ImportedFiles,
    ];

    private readonly Dictionary<SourceId, Guid> _runs = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("assay-");
    private readonly IngestionOptions _options = new() { BatchSize = 5 };

    private ReplayWorld(SqliteBundle store)
    {
        Store = store;
        Sources = new ProviderRegistry([Gecko, Paprika, new CsvProvider(Clock)]);
        Begin();
    }

    public SqliteBundle Store { get; }

    public ManualClock Clock { get; } = new(Make.Noon);

    public TextSource Gecko { get; } = new(SourceId.CoinGecko);

    public TextSource Paprika { get; } = new(SourceId.CoinPaprika);

    public ProviderRegistry Sources { get; set; }

    public UpkeepOptions Upkeep { get; set; } = new();

    public MarketBoard Board { get; private set; } = null!;

    public Pipeline Pipeline { get; private set; } = null!;

    private RunRecorder Recorder => new(Pipeline, Store.Runs, Clock, NullLogger<RunRecorder>.Instance);

    public Replayer Replayer => new(Store.Raw, Store.Rows, Store.Market, new SqliteScratchStores(Clock), Sources, Recorder, Pipeline, _options, Upkeep, Clock);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<ReplayWorld> CreateAsync() => new((SqliteBundle)await SqliteBundle.CreateAsync());

    /// <summary>Forgets all that is not stored.</summary>
    public Task RestartAsync()
    {
        Pipeline.Dispose();
        Begin();
        return Pipeline.ReloadAsync(Cancellation);
    }

    private void Begin()
    {
        Board = new MarketBoard();
        Pipeline = new Pipeline(Store.Raw, Store.Market, Store.Assets, new IdentityMap(), Board, _options, NullLogger<Pipeline>.Instance);
    }

    /// <summary>Lets a source answer so many seconds after noon; see <see cref="TextSource"/> for the lines.</summary>
    public Task AnswerAsync(TextSource source, double seconds, params string[] lines) => IngestAsync(
        source, Make.Payload(Encoding.UTF8.GetBytes(string.Join('\n', lines))) with { Source = source.Info.Id, FetchedAt = Make.Noon.AddSeconds(seconds) });

    /// <summary>Lets an operator say so many seconds after noon what a coin of CoinPaprika is.</summary>
    public Task MapAsync(double seconds, string coinId, string? asset) => IngestAsync(
        OperatorWord.Reader, OperatorWord.ToPayload(new MappingOverride(SourceId.CoinPaprika, coinId, asset, null), Make.Noon.AddSeconds(seconds)));

    private async Task IngestAsync(IProvider reader, RawPayload payload)
    {
        if (!_runs.TryGetValue(payload.Source, out var run))
        {
            _runs[payload.Source] = run = Guid.CreateVersion7(Make.Noon);
            await Store.Runs.BeginAsync(Make.Run(0, payload.Source) with { Id = run }, Cancellation);
        }

        await Pipeline.IngestAsync(run, reader, payload, Cancellation);
    }

    public async Task ImportAsync(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        await File.WriteAllTextAsync(path, text, Cancellation);
        var importer = new FileImporter(Sources, Store.Market, Recorder, _options, Clock);
        var result = await importer.ImportAsync(path, SourceId.Csv, new Dictionary<string, string>(), null, Cancellation);
        Assert.Null(result!.Error);
    }

    public Task<ReplayReport> CompareAsync(ReplayRequest? request = null) => Replayer.CompareAsync(request ?? new(null, null, null), null, Cancellation);

    public async Task<ReplayReport> ReplayAsync(ReplayRequest? request = null)
    {
        var started = Replayer.Start(request ?? new(null, null, null), null, Cancellation)!;
        Assert.Null((await started.Run.Completion).Error);
        return started.Report;
    }

    public async Task<Dictionary<string, List<string>>> ReadAsync()
    {
        var all = new Dictionary<string, List<string>>();
        foreach (var table in Rebuilt)
            all[table.Name] = [.. (await RowsAsync(table)).Select(Describe)];
        return all;
    }

    public async Task EmptyAsync(params Table[] tables)
    {
        foreach (var table in tables.Reverse()) // each stands behind those that it refers to
            await Store.Rows.DeleteRowsAsync(table, await RowsAsync(table), Cancellation);
    }

    public async Task<List<object?[]>> RowsAsync(Table table) => await Store.Rows.ReadRowsAsync(table, null, Cancellation).ToListAsync(Cancellation);

    public async ValueTask DisposeAsync()
    {
        Pipeline.Dispose();
        _folder.Delete(recursive: true);
        await Store.DisposeAsync();
    }

    /// <summary>With every bit of every number.</summary>
    private static string Describe(object?[] row) => string.Join(" | ", row.Select(value => value switch
    {
        double number => BitConverter.DoubleToInt64Bits(number).ToString("x", System.Globalization.CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("O"),
        _ => $"{value}",
    }));
}
