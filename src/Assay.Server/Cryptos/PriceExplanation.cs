using System.Globalization;
using Assay.Consensus;

namespace Assay.Server.Cryptos;

/// <summary>Tells a decision in words, as somebody would who had looked at the sources.</summary>
internal static class PriceExplanation
{
    public static string Of(string name, Decision decision)
    {
        var voting = decision.Votes.Where(vote => vote.Standing is Standing.Agrees or Standing.Differs).ToList();
        var agreeing = voting.Where(vote => vote.Standing == Standing.Agrees).ToList();
        string?[] sentences =
        [
            decision.Price is { } price ? $"{name} {(decision.IsPrice ? "costs" : "last cost")} {Money(price)} USD." : $"Nobody can say what {name} costs.",
            decision.Flag switch
            {
                ConsensusFlag.Agreed => Agreement(decision, agreeing, voting.Count),
                ConsensusFlag.SingleSource => $"Only {Told(decision, voting[0])} has a fresh price, and nothing speaks against it.",
                ConsensusFlag.Stale => $"Nothing fresh has been heard since {decision.ObservedAt!.Value.ToIso()}; then {(agreeing.Count == 1 ? "one source told it" : $"{agreeing.Count} sources agreed on it")}.",
                ConsensusFlag.Frozen => $"Only {Told(decision, voting[0])} has a fresh price, and it has jumped further than the {Percent(decision.Class.JumpLimit)} that one source alone is believed.",
                _ => $"The sources are apart by more than {Percent(decision.Threshold)}, and none of them has a majority: {List(voting.Select(vote => Told(decision, vote)))}.",
            },
            decision.HeldSince is { } since
                ? $"The last good price, of {decision.ObservedAt!.Value.ToIso()}, has been held since {since.ToIso()}, and is for {ConsensusEngine.HoldsFor.TotalMinutes:0} minutes at most."
                : null,
            LeftOut(decision),
        ];
        return string.Join(' ', sentences.Where(sentence => sentence is not null));
    }

    private static string Agreement(Decision decision, List<Vote> agreeing, int voting) =>
        $"{(agreeing.Count == voting ? (voting == 2 ? "Both" : $"All {voting}") : $"{agreeing.Count} of {voting}")} sources that have a vote agree within {Percent(decision.Threshold)}: "
        + $"{List(agreeing.Select(vote => Told(decision, vote)))}. The price is {(agreeing.Count == 2 ? "the middle between them" : "their median")}, "
        + $"and as old as the oldest of them: it held at {decision.ObservedAt!.Value.ToIso()}.";

    private static string? LeftOut(Decision decision)
    {
        var reasons = decision.Votes.Select(vote => Reason(decision, vote)).OfType<string>().ToList();
        return reasons.Count == 0 ? null : $"Left out: {string.Join("; ", reasons)}.";
    }

    private static string? Reason(Decision decision, Vote vote) => vote.Standing switch
    {
        Standing.Differs when decision is { IsPrice: true, Price: { } price } => $"{vote.Source} says {Money(vote.Price)}, {Percent(Math.Abs((vote.Price / price) - 1))} {(vote.Price > price ? "above" : "below")}",
        Standing.Stale => $"the price of {vote.Source}, {Money(vote.Price)}, was {Age(decision, vote)} old",
        Standing.Represented => $"{vote.Source} says {Money(vote.Price)} and belongs to the family of {SourceId.CoinMarketCap}, which speaks for it",
        Standing.Suspect => $"{vote.Source} says {Money(vote.Price)} and has been apart for so long that it may mean another coin",
        _ => null,
    };

    private static string Told(Decision decision, Vote vote) => $"{vote.Source} ({Money(vote.Price)}, {Age(decision, vote)} old)";

    private static string Age(Decision decision, Vote vote)
    {
        var age = decision.RecordedAt - vote.ObservedAt;
        return age.TotalSeconds < 1 ? "less than a second" : age.TotalMinutes < 2 ? Plural(age.TotalSeconds, "second") : age.TotalHours < 2 ? Plural(age.TotalMinutes, "minute") : Plural(age.TotalHours, "hour");
    }

    private static string Plural(double count, string unit) => Math.Floor(count) is var whole && whole == 1 ? $"1 {unit}" : $"{whole:0} {unit}s";

    private static string List(IEnumerable<string> items)
    {
        var all = items.ToList();
        return all.Count < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} and {all[^1]}";
    }

    private static string Percent(double part) => string.Create(CultureInfo.InvariantCulture, $"{100 * part:#,##0.##} %");

    /// <summary>With the digits that people want to see; the field price has them all.</summary>
    private static string Money(double price) => price >= 1
        ? price.ToString("#,##0.00##", CultureInfo.InvariantCulture)
        : ((decimal)Math.Max(price, 1e-27)).ToString("0." + new string('#', 28), CultureInfo.InvariantCulture);
}
