namespace Assay.Providers;

/// <summary>One answer exactly as it came, before anybody read it.</summary>
public sealed record RawPayload
{
    public required SourceId Source { get; init; }

    public required string Task { get; init; }

    /// <summary>What was asked, without secrets. For files the path with what parsing has to know, as a query.</summary>
    public required string Url { get; init; }

    /// <summary>The HTTP status; 200 for files.</summary>
    public required int Status { get; init; }

    public string? ContentType { get; init; }

    /// <summary>The body, decompressed.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>UTC, whole milliseconds. Becomes <see cref="Quote.RecordedAt"/>, so that a replay gives the same rows.</summary>
    public required DateTimeOffset FetchedAt { get; init; }

    /// <summary>Set for a part of a file: how far the import is once this part is stored.</summary>
    public FileProgress? File { get; init; }

    public bool IsSuccess => Status is >= 200 and < 300;
}
