using System.Net;
using System.Net.Sockets;

namespace Assay.IntegrationTests.Faults;

/// <summary>Stands between the program and PostgreSQL, and now and then tears the connection in the middle of a COPY.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    /// <summary>The message by which a client sends rows of a COPY.</summary>
    private const byte CopyData = (byte)'d';

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<bool> _cutsNow;
    private readonly int _target;
    private readonly Task _accepting;
    private int _cuts;

    /// <param name="target">The port of the server.</param>
    /// <param name="cutsNow">Asked for each piece of a COPY that passes.</param>
    public CuttingProxy(int target, Func<bool> cutsNow)
    {
        (_target, _cutsNow) = (target, cutsNow);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Cuts => _cuts;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(ForwardAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ForwardAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        using (var ended = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token))
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _target, ended.Token);
                await Task.WhenAny(PumpAsync(client, server, _cutsNow, ended.Token), PumpAsync(server, client, () => false, ended.Token));
            }
            catch (SocketException)
            {
                // the server is away, so the client is sent away
            }

            await ended.CancelAsync();
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, Func<bool> cutsNow, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        var messages = new ClientMessages();
        try
        {
            while (await from.GetStream().ReadAsync(buffer, cancellationToken) is var length and > 0)
            {
                if (messages.Has(CopyData, buffer.AsSpan(0, length)) && cutsNow())
                {
                    Interlocked.Increment(ref _cuts);
                    await to.GetStream().WriteAsync(buffer.AsMemory(0, length / 2), cancellationToken);
                    from.LingerState = to.LingerState = new LingerOption(true, 0); // reset, not closed in good order
                    return;
                }

                await to.GetStream().WriteAsync(buffer.AsMemory(0, length), cancellationToken);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // one side has gone
        }
    }
}
