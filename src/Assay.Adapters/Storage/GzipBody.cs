using System.IO.Compression;

namespace Assay.Adapters.Storage;

/// <summary>How bodies of payloads lie in a store.</summary>
internal static class GzipBody
{
    public static byte[] Compress(ReadOnlySpan<byte> body)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(body);
        return compressed.ToArray();
    }

    public static byte[] Decompress(ReadOnlyMemory<byte> compressed)
    {
        using var gzip = new GZipStream(new MemoryStream(compressed.ToArray()), CompressionMode.Decompress);
        var body = new MemoryStream();
        gzip.CopyTo(body);
        return body.ToArray();
    }
}
