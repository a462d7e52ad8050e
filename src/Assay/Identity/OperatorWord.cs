using System.Text.Json;
using System.Text.Json.Serialization;
using Assay.Providers;

namespace Assay.Identity;

/// <summary>
/// What operators say of coins, as payloads: kept, processed and replayed like the answers of a source, so that whoever rebuilds
/// the rows comes to the same links at the same time.
/// </summary>
public sealed class OperatorWord : IProvider
{
    public const string Task = "mapping";

    public static readonly OperatorWord Reader = new();

    private OperatorWord()
    {
    }

    public SourceInfo Info { get; } = new(SourceId.Assay, "Assay", Website: null, Attribution: "", TermsUrl: null);

    /// <param name="word">What is said.</param>
    /// <param name="now">When. UTC, whole milliseconds.</param>
    public static RawPayload ToPayload(MappingOverride word, DateTimeOffset now) => new()
    {
        Source = SourceId.Assay,
        Task = Task,
        Url = $"assay:mappings/{word.Source}/{Uri.EscapeDataString(word.CoinId)}",
        Status = 200,
        ContentType = "application/json",
        Body = JsonSerializer.SerializeToUtf8Bytes(
            new WireMapping(word.Source.Name, word.CoinId, word.AssetId, word.Reason), OperatorWordContext.Default.WireMapping),
        FetchedAt = now,
    };

    public ParsedPage Parse(RawPayload payload)
    {
        try
        {
            return JsonSerializer.Deserialize(payload.Body.Span, OperatorWordContext.Default.WireMapping) is { Source.Length: > 0, CoinId.Length: > 0 } wire
                ? new ParsedPage { Override = new MappingOverride(new SourceId(wire.Source), wire.CoinId, wire.AssetId, wire.Reason) }
                : ParsedPage.Failed("The mapping names no source or no coin.");
        }
        catch (JsonException exception)
        {
            return ParsedPage.Failed($"The mapping cannot be read: {exception.Message}");
        }
    }
}

internal sealed record WireMapping(string? Source, string? CoinId, string? AssetId, string? Reason);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(WireMapping))]
internal sealed partial class OperatorWordContext : JsonSerializerContext;
