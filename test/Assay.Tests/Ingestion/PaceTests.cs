using System.Runtime.CompilerServices;
using Assay.Ingestion;
using Assay.Providers;

namespace Assay.Tests.Ingestion;

public sealed class PaceTests
{
    /// <summary>Thirty days before the credits are full again.</summary>
    private static readonly DateTimeOffset Start = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ManualClock _clock = new(Start);
    private readonly Pace _pace;

    public PaceTests() => _pace = new Pace(
        new IngestionOptions
        {
            Intervals = new Dictionary<string, TimeSpan>
            {
                [FetchTask.Prices] = TimeSpan.FromSeconds(60),
                [FetchTask.Metadata] = TimeSpan.FromHours(1),
                [FetchTask.Global] = TimeSpan.FromMinutes(5),
                [FetchTask.Exchanges] = TimeSpan.Zero,
            },
        }, _clock);

    [Fact]
    public void Without_a_limit_the_schedule_holds()
    {
        var api = new Api(_clock, credits: null, FetchTask.Prices, FetchTask.Exchanges);

        Assert.Equal(TimeSpan.FromSeconds(60), _pace.IntervalOf(api, FetchTask.Prices));
        Assert.Equal(TimeSpan.Zero, _pace.IntervalOf(api, FetchTask.Exchanges));
    }

    [Fact]
    public void Prices_alone_are_asked_for_as_often_as_the_credits_last()
    {
        var api = new Api(_clock, credits: 20_000, FetchTask.Prices);

        Assert.Equal(30 * 86400 / 20_000.0, _pace.IntervalOf(api, FetchTask.Prices).TotalSeconds, 3);
    }

    [Fact]
    public void A_round_that_costs_more_makes_the_next_ones_rarer()
    {
        var api = new Api(_clock, credits: 20_000, FetchTask.Prices);
        _pace.Note(api, FetchTask.Prices, _clock.GetTimestamp(), credits: 5);

        Assert.Equal(5 * 30 * 86400 / 20_000.0, _pace.IntervalOf(api, FetchTask.Prices).TotalSeconds, 3);
        Assert.False(_pace.IsDue(api, FetchTask.Prices));
        _clock.Advance(TimeSpan.FromSeconds(5 * 30 * 86400 / 20_000.0));
        Assert.True(_pace.IsDue(api, FetchTask.Prices));
    }

    /// <summary>Each of them wants more than its share, so that they divide all there is six to two to one; of metadata whole calls an hour.</summary>
    [Fact]
    public void All_tasks_together_spend_no_more_than_there_is()
    {
        var api = new Api(_clock, credits: 20_000, FetchTask.Prices, FetchTask.Metadata, FetchTask.Global);
        var month = TimeSpan.FromDays(30);

        var prices = month / _pace.IntervalOf(api, FetchTask.Prices);
        var global = month / _pace.IntervalOf(api, FetchTask.Global);
        var metadata = _pace.MetadataCalls(api) * month.TotalHours;

        Assert.InRange(prices + global + metadata, 19_000, 20_000);
        Assert.Equal(3, prices / metadata, 0.2);
        Assert.Equal(6, prices / global, 0.01);
    }

    [Fact]
    public void Metadata_takes_at_most_a_quarter_of_the_calls_a_minute() =>
        Assert.Equal(150, _pace.MetadataCalls(new Api(_clock, credits: null, FetchTask.Metadata)));

    /// <summary>Ten calls a minute, of which prices want one and the market as a whole a fifth.</summary>
    [Fact]
    public void What_nobody_waits_for_has_half_of_the_calls_that_the_schedule_leaves() =>
        Assert.Equal(44, _pace.SpareCalls(new Api(_clock, credits: null, FetchTask.Prices, FetchTask.Global), TimeSpan.FromMinutes(10)));

    [Fact]
    public void It_has_half_of_the_credits_that_the_schedule_leaves_and_none_where_it_leaves_none()
    {
        Assert.Equal(50, _pace.SpareCalls(new Api(_clock, credits: (30 * 1440) + (30 * 100), FetchTask.Prices), TimeSpan.FromDays(1)));
        Assert.Equal(0, _pace.SpareCalls(new Api(_clock, credits: 20_000, FetchTask.Prices), TimeSpan.FromDays(1)));
    }

    [Fact]
    public void Polls_that_the_credits_draw_apart_cover_the_time_between_them_all_the_same()
    {
        Assert.Equal(3 * 30 * 86400 / 20_000.0, _pace.PollsJoinWithin(new Api(_clock, credits: 20_000, FetchTask.Prices), FetchTask.Prices).TotalSeconds, 3);
        Assert.Equal(TimeSpan.FromMinutes(3), _pace.PollsJoinWithin(new Api(_clock, credits: null, FetchTask.Prices), FetchTask.Prices));
    }

    private sealed class Api(ManualClock clock, long? credits, params string[] tasks) : IPolledProvider
    {
        public SourceInfo Info { get; } = new(SourceId.CoinPaprika, "Api", null, "None.", null);

        public IReadOnlyList<string> Tasks => tasks;

        public ApiStatus Status { get; } = new("closed", 0, CallsPerMinute: 10, null);

        public CreditBudget Budget { get; } = new(credits, clock);

        public Endpoint? EndpointOf(RawPayload payload) => null;

        public ParsedPage Parse(RawPayload payload) => new();

        public async IAsyncEnumerable<RawPayload> FetchAsync(FetchRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            yield break;
        }
    }
}
