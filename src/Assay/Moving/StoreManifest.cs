using System.Text.Json;
using System.Text.Json.Serialization;
using Assay.Storage;

namespace Assay.Moving;

/// <summary>What a store held when a backup was made with its own tools, to compare a restored one with.</summary>
public sealed record StoreManifest(string Database, DateTimeOffset TakenAt, IReadOnlyList<TableSum> Tables)
{
    public async Task WriteAsync(string file, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write);
        await JsonSerializer.SerializeAsync(stream, this, ManifestJson.Default.StoreManifest, cancellationToken);
    }

    /// <exception cref="StoreException">The file is not a manifest.</exception>
    public static async Task<StoreManifest> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = File.OpenRead(file);
            return await JsonSerializer.DeserializeAsync(stream, ManifestJson.Default.StoreManifest, cancellationToken) ?? throw new JsonException();
        }
        catch (JsonException exception)
        {
            throw new StoreException($"{file} is not a manifest that `assay backup` wrote.", exception);
        }
    }

    /// <summary>The manifest against what a store holds now.</summary>
    public IReadOnlyList<TableComparison> CompareWith(IReadOnlyList<TableSum> now)
    {
        var expected = Tables.ToDictionary(sum => sum.Table);
        return [.. now.Select(found => new TableComparison(expected.GetValueOrDefault(found.Table) ?? new TableSum(found.Table, 0, "not in the backup"), found))];
    }
}

[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(StoreManifest))]
internal sealed partial class ManifestJson : JsonSerializerContext;
