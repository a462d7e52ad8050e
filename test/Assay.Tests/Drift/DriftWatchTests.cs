using System.Runtime.CompilerServices;
using System.Text;
using Assay.Board;
using Assay.Drift;
using Assay.Identity;
using Assay.Ingestion;
using Assay.Providers;
using Assay.Storage;
using Assay.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Assay.Tests.Drift;

/// <summary>Answers go through the pipeline over a real database; the program is started anew where a test says so.</summary>
public sealed class DriftWatchTests : IAsyncLifetime
{
    private const string Sound = """[{"id":"bitcoin","price":100}]""";

    private readonly Guid _run = Guid.CreateVersion7(Make.Noon);
    private readonly ShapedSource _source = new();
    private StoreBundle _store = null!;
    private Pipeline _pipeline = null!;
    private int _minute;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = await SqliteBundle.CreateAsync();
        await _store.Runs.BeginAsync(Make.Run(0) with { Id = _run }, Cancellation);
        Start();
    }

    public async ValueTask DisposeAsync()
    {
        _pipeline.Dispose();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task A_change_is_on_the_books_once_also_after_a_new_start()
    {
        const string Changed = """[{"id":"bitcoin","price":100,"note":"hello"}]""";
        foreach (var body in new[] { Sound, Sound, Changed, Changed })
            await IngestAsync(body);
        Start();
        foreach (var body in new[] { Changed, Sound })
            await IngestAsync(body);

        var row = Assert.Single(await EventsAsync());
        Assert.Equal(["test", "$[].note", ShapeChange.New, null, "string", "hello", 0L], row[2..9]);
    }

    [Fact]
    public async Task An_answer_without_a_field_that_is_needed_is_set_aside_and_kept()
    {
        await IngestAsync(Sound);
        var result = await IngestAsync("""[{"id":"bitcoin","price_usd":100},{"id":"ether","price_usd":5}]""");

        Assert.Equal((0, 1), (result.Processed, result.Rejected));
        Assert.StartsWith("The answers of coingecko to test have no $[].price any more", result.Error, StringComparison.Ordinal);
        var rejected = Assert.Single((await _store.Runs.ReadRejectedAsync(null, RejectionReason.Quarantined, 1, 10, Cancellation)).Items);
        Assert.Equal("$[].price", rejected.Location);
        Assert.Equal([1L, 0L], (await EventsAsync()).Select(row => row[8]).OrderDescending());
        Assert.Equal(2, await _store.Raw.ReadProcessedAsync(null, TimeRange.All, Cancellation).CountAsync(Cancellation));
    }

    [Fact]
    public async Task A_needed_field_of_a_type_that_nobody_can_read_sets_the_answer_aside_and_one_that_some_records_lack_does_not()
    {
        Assert.NotNull((await IngestAsync("""[{"id":"bitcoin","price":{"usd":100}}]""")).Error);
        Assert.Null((await IngestAsync("""[{"id":"bitcoin","price":"100"},{"id":"ether"}]""")).Error);
        Assert.Null((await IngestAsync("[]")).Error);
    }

    private void Start()
    {
        _pipeline?.Dispose();
        _pipeline = new Pipeline(_store.Raw, _store.Market, _store.Assets, new IdentityMap(), new MarketBoard(), new IngestionOptions(), NullLogger<Pipeline>.Instance,
            new DriftWatch(_store.Rows, NullLogger<DriftWatch>.Instance));
    }

    private Task<PageResult> IngestAsync(string body) =>
        _pipeline.IngestAsync(_run, _source, Make.Payload(Encoding.UTF8.GetBytes(body)) with { FetchedAt = Make.Noon.AddMinutes(++_minute) }, Cancellation);

    private Task<List<object?[]>> EventsAsync() => _store.Rows.ReadRowsAsync(Table.DriftEvents, null, Cancellation).ToListAsync(Cancellation).AsTask();

    /// <summary>Reads nothing out of its answers, but says what they should look like.</summary>
    private sealed class ShapedSource : IPolledProvider
    {
        public SourceInfo Info { get; } = new(SourceId.CoinGecko, "Shaped", null, "None.", null);

        public IReadOnlyList<string> Tasks { get; } = [FetchTask.Prices];

        public ApiStatus Status => throw new NotSupportedException();

        public CreditBudget Budget => throw new NotSupportedException();

        public Endpoint? EndpointOf(RawPayload payload) => new("test", ["$[].id", "$[].price"], []);

        public ParsedPage Parse(RawPayload payload) => new();

        public async IAsyncEnumerable<RawPayload> FetchAsync(FetchRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            yield break;
        }
    }
}
