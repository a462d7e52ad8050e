using System.Runtime.CompilerServices;
using Assay.Board;
using Assay.Identity;
using Assay.Ingestion;
using Assay.Providers;
using Assay.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Assay.Tests.Ingestion;

/// <summary>Imports and rounds over a real database, with sources that take as long as the test wants.</summary>
public sealed class FileImporterTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new(Make.Noon);
    private readonly IngestionOptions _options = new();
    private readonly IdentityMap _identity = new();
    private StoreBundle _store = null!;
    private Pipeline _pipeline = null!;
    private RunRecorder _recorder = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = await SqliteBundle.CreateAsync();
        _pipeline = new Pipeline(_store.Raw, _store.Market, _store.Assets, _identity, new MarketBoard(), _options, NullLogger<Pipeline>.Instance);
        _recorder = new RunRecorder(_pipeline, _store.Runs, _clock, NullLogger<RunRecorder>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        _pipeline.Dispose();
        await _store.DisposeAsync();
    }

    [Theory]
    [InlineData("coingecko")]
    [InlineData("coinpaprika")]
    [InlineData("coinmarketcap")]
    [InlineData("cmc-dex")]
    [InlineData("consensus")]
    [InlineData("assay")]
    [InlineData("")]
    [InlineData("My Files")]
    public async Task A_name_that_is_ours_or_that_of_an_API_is_refused_though_the_API_is_switched_off(string name)
    {
        var refusal = await Assert.ThrowsAsync<ProviderException>(() => ImportAsync(new SlowFile(_clock, TimeSpan.Zero), new SourceId(name)));

        Assert.StartsWith($"Files cannot be stored under the name '{name}'.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_may_take_as_long_as_it_will()
    {
        var result = await ImportAsync(new SlowFile(_clock, TimeSpan.FromHours(1)), new SourceId("archive"));

        Assert.Equal((RunStatus.Success, 2, null), (result!.Status, result.Pages.Pages, result.Error));
    }

    [Fact]
    public async Task A_round_that_takes_longer_than_half_an_hour_is_given_up()
    {
        var api = new SlowApi(_clock, TimeSpan.FromMinutes(31));
        var rounds = new Rounds(new ProviderRegistry([api]), new Requests(_identity, new MarketBoard(), _store.Facts, _options, _clock), new Pace(_options, _clock), _recorder, _options, _clock);

        var result = await rounds.Start(api, FetchTask.Prices, null, null, Cancellation).Completion;

        Assert.Equal((RunStatus.Failure, "The run was given up after 30 minutes."), (result.Status, result.Error));
    }

    private Task<RunResult?> ImportAsync(IFileProvider files, SourceId source) =>
        new FileImporter(new ProviderRegistry([files]), _store.Market, _recorder, _options, _clock)
            .ImportAsync("prices.csv", source, new Dictionary<string, string>(), progress: null, Cancellation);

    private sealed class SlowFile(ManualClock clock, TimeSpan perPart) : IFileProvider
    {
        public SourceInfo Info { get; } = new(SourceId.Csv, "Slow", null, "None.", null);

        public ParsedPage Parse(RawPayload payload) => new();

        public Task<FileProgress> IdentifyAsync(string path, CancellationToken cancellationToken) => Task.FromResult(new FileProgress("ab", path, 2, 0, 1));

        public async IAsyncEnumerable<RawPayload> ReadAsync(FileImport import, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            for (var part = 1; part <= 2; part++)
            {
                await Task.Yield();
                clock.Advance(perPart);
                cancellationToken.ThrowIfCancellationRequested();
                yield return Make.Payload("x"u8.ToArray()) with { Source = import.Source, Url = "file:x", File = import.Progress with { Offset = part, Line = part } };
            }
        }
    }

    private sealed class SlowApi(ManualClock clock, TimeSpan perPage) : IPolledProvider
    {
        public SourceInfo Info { get; } = new(SourceId.CoinGecko, "Slow", null, "None.", null);

        public IReadOnlyList<string> Tasks { get; } = [FetchTask.Prices];

        public ApiStatus Status => throw new NotSupportedException();

        public CreditBudget Budget { get; } = new(monthlyCredits: null, clock);

        public Endpoint? EndpointOf(RawPayload payload) => null;

        public ParsedPage Parse(RawPayload payload) => new();

        public async IAsyncEnumerable<RawPayload> FetchAsync(FetchRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            clock.Advance(perPage);
            cancellationToken.ThrowIfCancellationRequested();
            yield return Make.Payload("[]"u8.ToArray());
        }
    }
}
