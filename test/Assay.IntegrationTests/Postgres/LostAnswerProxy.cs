using System.Net;
using System.Net.Sockets;

namespace Assay.IntegrationTests.Postgres;

/// <summary>Stands between a program and its database and loses, once, the answer to a commit.</summary>
internal sealed class LostAnswerProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private readonly CancellationTokenSource _stopped = new();
    private readonly Task _accepting;
    private int _armed;

    public LostAnswerProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Whether an answer has been lost.</summary>
    public bool HasCut { get; private set; }

    /// <summary>The next COMMIT is carried out, but nobody hears of it.</summary>
    public void Arm() => Volatile.Write(ref _armed, 1);

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stopped.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(CarryAsync(await _listener.AcceptTcpClientAsync(_stopped.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            await server.ConnectAsync(IPAddress.Loopback, _target);
            var lost = new TaskCompletionSource();
            await Task.WhenAny(CopyAsync(client, server, lost, isRequest: true), CopyAsync(server, client, lost, isRequest: false));
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, TaskCompletionSource lost, bool isRequest)
    {
        var buffer = new byte[65536];
        try
        {
            while (await from.GetStream().ReadAsync(buffer, _stopped.Token) is var length and > 0)
            {
                if (isRequest && buffer.AsSpan(0, length).IndexOf("COMMIT"u8) >= 0 && Interlocked.Exchange(ref _armed, 0) == 1)
                    lost.SetResult();
                else if (!isRequest && lost.Task.IsCompleted)
                {
                    HasCut = true;
                    return; // the server has answered
                }

                await to.GetStream().WriteAsync(buffer.AsMemory(0, length), _stopped.Token);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // One side has gone, so the other one has to go as well.
        }
    }
}
