using System.Buffers;

namespace Assay.Providers;

internal static class BoundedBody
{
    private const int SegmentLength = 256 * 1024;

    /// <summary>The whole stream, or null as soon as it turns out to be longer than <paramref name="limit"/>.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(Stream stream, int limit, CancellationToken cancellationToken)
    {
        // Borrowed segments and one array of the right length: a buffer that doubles would leave as much again behind as garbage.
        var segments = new List<byte[]>();
        try
        {
            var length = 0;
            while (true)
            {
                var segment = ArrayPool<byte>.Shared.Rent(SegmentLength);
                segments.Add(segment);
                var read = await stream.ReadAtLeastAsync(segment.AsMemory(0, SegmentLength), SegmentLength, throwOnEndOfStream: false, cancellationToken);
                length += read;
                if (length > limit)
                    return null;
                if (read < SegmentLength)
                    return Join(segments, length);
            }
        }
        finally
        {
            segments.ForEach(segment => ArrayPool<byte>.Shared.Return(segment));
        }
    }

    private static byte[] Join(List<byte[]> segments, int length)
    {
        var body = new byte[length];
        for (var i = 0; i < segments.Count; i++)
        {
            var start = i * SegmentLength;
            segments[i].AsSpan(0, Math.Min(SegmentLength, length - start)).CopyTo(body.AsSpan(start));
        }

        return body;
    }
}
