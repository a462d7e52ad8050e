using System.Security.Cryptography;
using Assay.Providers;

namespace Assay.Adapters.Providers.Csv;

/// <summary>An open file. What goes wrong with it is said in a sentence with its name.</summary>
internal sealed class CsvFile : IDisposable
{
    // Whoever writes or moves the file may go on; that it has changed is noticed by its length.
    private static readonly FileStreamOptions Reading = new()
    {
        Share = FileShare.ReadWrite | FileShare.Delete,
        Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
        BufferSize = 0,
    };

    private readonly FileStream _stream;

    private CsvFile(FileStream stream) => _stream = stream;

    public string Name => Path.GetFileName(_stream.Name);

    public string FullPath => _stream.Name;

    public long Length => _stream.Length;

    public DateTimeOffset Modified => new DateTimeOffset(File.GetLastWriteTimeUtc(_stream.Name)).ToWholeMilliseconds();

    public static CsvFile Open(string path)
    {
        try
        {
            var stream = new FileStream(path, Reading);
            if (stream.CanSeek)
                return new CsvFile(stream);
            stream.Dispose();
            throw new ProviderException($"{path} is not a regular file; save it as one first, so that an import can be resumed.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ProviderException($"There is no file {path}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ProviderException($"The file {path} cannot be opened: {e.Message}", e);
        }
    }

    public async Task<FileProgress> IdentifyAsync(CancellationToken cancellationToken)
    {
        try
        {
            var hash = await SHA256.HashDataAsync(_stream, cancellationToken);
            return new FileProgress(Convert.ToHexStringLower(hash), Name, _stream.Position, Offset: 0, Line: 1);
        }
        catch (IOException e)
        {
            throw new ProviderException($"The file {FullPath} cannot be read: {e.Message}", e);
        }
    }

    public void MoveTo(long offset) => _stream.Position = offset;

    /// <summary>Fills the whole buffer.</summary>
    public async ValueTask ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            await _stream.ReadExactlyAsync(buffer, cancellationToken);
        }
        catch (EndOfStreamException e)
        {
            throw new ProviderException($"The file {FullPath} became shorter while it was read; import it again.", e);
        }
        catch (IOException e)
        {
            throw new ProviderException($"The file {FullPath} cannot be read: {e.Message}", e);
        }
    }

    public void Dispose() => _stream.Dispose();
}
