using System.Text.Json;

namespace Assay.Consensus;

/// <summary>
/// Decisions as rows of <c>consensus_evidence</c>. Votes are kept as short as JSON can be, for there is a row for every price:
/// <c>["coingecko",67012.5,12034]</c> is a price that is 12.034 seconds old and agrees; behind it stand the standing, the disagreements
/// and the milliseconds without a change, as far as there is something to say.
/// </summary>
internal static class Evidence
{
    public static object?[] ToRow(Decision decision) =>
    [
        decision.Asset.Slug, decision.RecordedAt, decision.ObservedAt, decision.HeldSince, decision.Price, decision.Threshold, decision.Flag, decision.Class.Name,
        decision.Method, WriteVotes(decision),
    ];

    public static Decision FromRow(IReadOnlyList<object?> row)
    {
        var recordedAt = (DateTimeOffset)row[1]!;
        return new Decision
        {
            Asset = new AssetId((string)row[0]!),
            RecordedAt = recordedAt,
            ObservedAt = (DateTimeOffset?)row[2],
            HeldSince = (DateTimeOffset?)row[3],
            Price = (double?)row[4],
            Threshold = (double)row[5]!,
            Flag = (string)row[6]!,
            Class = AssetClass.Named((string)row[7]!),
            Method = (string)row[8]!,
            Votes = ReadVotes((string)row[9]!, recordedAt),
        };
    }

    private static string WriteVotes(Decision decision) => JsonText.Write(json =>
    {
        json.WriteStartArray();
        foreach (var vote in decision.Votes)
            Write(json, vote, decision.RecordedAt);
        json.WriteEndArray();
    });

    private static void Write(Utf8JsonWriter json, Vote vote, DateTimeOffset recordedAt)
    {
        json.WriteStartArray();
        json.WriteStringValue(vote.Source.Name);
        json.WriteNumberValue(vote.Price);
        json.WriteNumberValue((long)(recordedAt - vote.ObservedAt).TotalMilliseconds);
        var hasMemory = vote.Disagreements > 0 || vote.Unchanged > TimeSpan.Zero;
        if (hasMemory || vote.Standing != Standing.Agrees)
            json.WriteStringValue(vote.Standing);
        if (hasMemory)
        {
            json.WriteNumberValue(vote.Disagreements);
            json.WriteNumberValue((long)vote.Unchanged.TotalMilliseconds);
        }

        json.WriteEndArray();
    }

    private static Vote[] ReadVotes(string text, DateTimeOffset recordedAt)
    {
        using var json = JsonDocument.Parse(text);
        var votes = new Vote[json.RootElement.GetArrayLength()];
        for (var i = 0; i < votes.Length; i++)
            votes[i] = ReadVote(json.RootElement[i], recordedAt);
        return votes;
    }

    private static Vote ReadVote(JsonElement vote, DateTimeOffset recordedAt)
    {
        var length = vote.GetArrayLength();
        return new Vote(
            new SourceId(vote[0].GetString()!), vote[1].GetDouble(), recordedAt.AddMilliseconds(-vote[2].GetInt64()),
            length > 3 ? vote[3].GetString()! : Standing.Agrees,
            length > 4 ? vote[4].GetInt32() : 0, length > 5 ? TimeSpan.FromMilliseconds(vote[5].GetInt64()) : TimeSpan.Zero);
    }
}
