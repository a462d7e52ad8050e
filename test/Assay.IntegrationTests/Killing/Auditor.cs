using Assay.IntegrationTests.Running;

namespace Assay.IntegrationTests.Killing;

/// <summary>Looks at a database after each kill and remembers what it saw, so that nothing can go missing later.</summary>
internal sealed class Auditor
{
    private readonly List<Payload> _payloads = [];
    private HashSet<StoredPrice> _seen = [];

    public int Prices => _seen.Count;

    public int Payloads => _payloads.Count;

    /// <summary>How many payloads lay there unprocessed when a process died, over all kills.</summary>
    public int CutOff { get; private set; }

    /// <param name="data">The database at one moment.</param>
    /// <param name="served">What clients were told until then.</param>
    /// <param name="process">The id of the process that wrote last; null where several are at work.</param>
    public void Check(StoredData data, IReadOnlyCollection<ServedPrice> served, int? process)
    {
        if (!data.HasTables)
            return; // killed before it had made its tables

        var now = new Snapshot(data);
        SeePayloads(data);
        CutOff += now.Backlog.Count;

        NothingIsMissing(now, served);
        Assert.Equal(0, data.Count("(SELECT 1 FROM quote_corrections GROUP BY asset_id, source, observed_at, superseded_at HAVING count(*) > 1) AS doubled"));
        PagesAreWholeOrAbsent(now);
        CoverageIsTrue(now);
        if (process is { } last)
            TheDeadAreBuried(now, last);
        _seen = now.Prices;
    }

    /// <summary>Those that were seen must still be there. A number may have been taken before a later one and used after it.</summary>
    private void SeePayloads(StoredData data)
    {
        var there = data.Query("SELECT id FROM raw_payloads", row => row.Int64(0)).ToHashSet();
        Assert.DoesNotContain(_payloads, payload => !there.Contains(payload.Id));
        there.ExceptWith(_payloads.Select(payload => payload.Id));
        if (there.Count > 0)
            _payloads.AddRange(data.Query($"{Payload.Select} WHERE p.id IN ({string.Join(',', there)}) ORDER BY p.id", Payload.Read));
    }

    private void NothingIsMissing(Snapshot now, IReadOnlyCollection<ServedPrice> served)
    {
        Assert.Empty(_seen.Except(now.Prices));
        Assert.DoesNotContain(served, quote => !now.Holds(quote.Source, quote.Coin, quote.ObservedAt, quote.Price));
    }

    private void PagesAreWholeOrAbsent(Snapshot now)
    {
        foreach (var payload in _payloads)
        {
            if (now.Backlog.ContainsKey(payload.Id))
                Assert.DoesNotContain((payload.Source, payload.FetchedAt), payload.Task == "prices" ? now.Recorded : []);
            else
                Assert.DoesNotContain(payload.Records, record => !now.Holds(payload.Source, record.Coin, record.ObservedAt, record.Price));
        }
    }

    private void CoverageIsTrue(Snapshot now)
    {
        var polls = _payloads.Where(payload => payload.Task == "prices" && !now.Backlog.ContainsKey(payload.Id))
            .SelectMany(payload => payload.Records.Select(record => (Coin: (payload.Source, record.Coin), payload.FetchedAt)))
            .ToLookup(poll => poll.Coin, poll => poll.FetchedAt);

        foreach (var covered in now.Coverage)
        {
            foreach (var (from, to) in covered)
            {
                Assert.True(polls[covered.Key].Contains(from), $"The coverage of {covered.Key} begins at {from}, when nobody asked.");
                Assert.True(polls[covered.Key].Contains(to), $"The coverage of {covered.Key} ends at {to}, when nobody asked.");
            }
        }

        foreach (var poll in polls)
        {
            foreach (var time in poll)
            {
                var isCovered = now.Coverage[poll.Key].Any(range => range.From <= time && time <= range.To);
                Assert.True(isCovered, $"{poll.Key} was asked for at {time}, and the coverage does not say so.");
            }
        }
    }

    /// <summary>A process begins runs of its own only after it has cleaned up behind those before it.</summary>
    private static void TheDeadAreBuried(Snapshot now, int process)
    {
        var living = $"{process}/";
        if (!now.Runs.Exists(run => run.Owner.StartsWith(living, StringComparison.Ordinal)))
            return;

        Assert.DoesNotContain(now.Runs, run => run.Status == "running" && !run.Owner.StartsWith(living, StringComparison.Ordinal));
        Assert.All(now.Backlog.Values, owner => Assert.StartsWith(living, owner, StringComparison.Ordinal));
    }
}
