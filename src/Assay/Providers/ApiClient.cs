using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Assay.Providers;

/// <summary>
/// The one way in which a provider asks its API. It keeps to the calls a minute, retries what may pass, honours
/// Retry-After, and gives each kind of call a rest when it keeps failing. Every HTTP answer is handed over, whatever its status.
/// </summary>
/// <param name="source">Who is asked.</param>
/// <param name="http">From <see cref="CreateHttpClient"/>; secrets are its default headers.</param>
/// <param name="settings">How often we may ask.</param>
/// <param name="dialect">What its answers mean; by default what HTTP says.</param>
/// <param name="random">Between 0 and 1, spreads the retries of several processes.</param>
public sealed class ApiClient(
    SourceId source, HttpClient http, ProviderSettings settings, TimeProvider clock, ILogger logger, ApiDialect? dialect = null, Func<double>? random = null)
{
    public const int MaxBodyBytes = 64 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    // Nobody means more than this, and one call a day hurts nobody.
    private static readonly TimeSpan LongestBlock = TimeSpan.FromDays(1);

    private readonly ApiDialect _dialect = dialect ?? ApiDialect.Http;
    private readonly RateGate _gate = new(settings.CallsPerMinute, clock);
    private readonly ConcurrentDictionary<string, Circuit> _circuits = new(StringComparer.Ordinal);
    private readonly Func<double> _random = random ?? Random.Shared.NextDouble;
    private volatile string? _lastError;

    public CreditBudget Budget { get; } = new(settings.MonthlyCredits, clock);

    public ApiStatus Status => new(WorstCircuit(), _gate.CallsLastMinute, _gate.CallsPerMinute, _lastError)
    {
        CreditsUsed = Budget.Used,
        CreditsLeft = Budget.Left,
        UsedUpUntil = Budget.UsedUpUntil,
    };

    /// <summary>A client as <see cref="ApiClient"/> wants it. Redirects are not followed: our key must not travel to another host.</summary>
    public static HttpClient CreateHttpClient(Uri baseAddress)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), // or a moved host would never be noticed
        };
        var client = new HttpClient(handler)
        {
            // Without the slash the last part of the path would be replaced instead of continued.
            BaseAddress = new Uri(baseAddress.AbsoluteUri.TrimEnd('/') + "/"),
            Timeout = Timeout.InfiniteTimeSpan, // each attempt has its own
        };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("Assay");
        client.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        return client;
    }

    /// <summary>Asks once, with all retries.</summary>
    /// <param name="task">One of <see cref="FetchTask"/>.</param>
    /// <param name="call">The kind of call, for example <c>coins/markets</c>; each has a circuit of its own.</param>
    /// <param name="pathAndQuery">Relative to the base address, without a leading slash, without secrets.</param>
    /// <exception cref="ProviderException">There was no answer, or it was not worth asking.</exception>
    public async Task<RawPayload> GetAsync(string task, string call, string pathAndQuery, CancellationToken cancellationToken)
    {
        try
        {
            var payload = await AskAsync(task, call, pathAndQuery, cancellationToken);
            _lastError = payload.IsSuccess ? null : $"{source} answered HTTP {payload.Status} to {call}.";
            return payload;
        }
        catch (ProviderException e)
        {
            _lastError = e.Message;
            throw;
        }
    }

    /// <summary>Takes the source's own word on its limits, which wins over the settings.</summary>
    public void Report(Quota quota)
    {
        Budget.Report(quota);
        if (quota.CallsPerMinute is > 0 and var calls)
            _gate.SetLimit(calls);
    }

    private async Task<RawPayload> AskAsync(string task, string call, string pathAndQuery, CancellationToken cancellationToken)
    {
        // What is left costs nothing to ask for, and may have been topped up.
        if (Budget.UsedUpUntil is { } reset && task != FetchTask.Quota)
            throw new ProviderException(UsedUp(call, reset));
        var circuit = _circuits.GetOrAdd(call, kind => new Circuit(source, kind, clock, _random, logger));
        if (circuit.OpenUntil is { } until)
            throw new ProviderException(RestingUntil(call, until));

        try
        {
            var answer = await circuit.Retries.ExecuteAsync(async attempt =>
            {
                await EnterGateAsync(call, attempt);
                return await circuit.Attempts.ExecuteAsync(async timed => await SendAsync(task, call, pathAndQuery, timed), attempt);
            }, cancellationToken);
            return answer.Payload;
        }
        catch (BrokenCircuitException e)
        {
            throw new ProviderException(RestingUntil(call, circuit.OpenUntil ?? clock.GetUtcNow()), e);
        }
        catch (TimeoutRejectedException e)
        {
            throw new ProviderException($"{source} gave no answer to {call} within {Circuit.AttemptTimeout.TotalSeconds:0} seconds.", e);
        }
        catch (Exception e) when (Circuit.IsTransportError(e))
        {
            throw new ProviderException($"{source} gave no answer to {call} at {http.BaseAddress?.Host}: {e.GetBaseException().Message}", e);
        }
    }

    private async Task EnterGateAsync(string call, CancellationToken cancellationToken)
    {
        if (!await _gate.TryEnterAsync(Patience, cancellationToken))
        {
            throw new ProviderException(
                $"{source} was not asked for {call}: with {_gate.CallsPerMinute} calls a minute, or because it told us to wait, " +
                $"that would have taken more than {Patience.TotalMinutes:0} minutes. The next round tries again.");
        }
    }

    private async Task<Answer> SendAsync(string task, string call, string pathAndQuery, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(http.BaseAddress!, pathAndQuery));
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);

        var body = await ReadBodyAsync(call, response, cancellationToken);
        var payload = new RawPayload
        {
            Source = source,
            Task = task,
            Url = request.RequestUri!.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped), // leaves user names and passwords out
            Status = (int)response.StatusCode,
            ContentType = response.Content.Headers.ContentType?.ToString(),
            Body = body,
            FetchedAt = clock.GetUtcNow().ToWholeMilliseconds(),
        };
        var kind = _dialect.KindOf(payload);
        Budget.Spend(_dialect.CreditsOf(payload));
        return new Answer(payload, kind, HoldBack(call, kind, response));
    }

    private async Task<ReadOnlyMemory<byte>> ReadBodyAsync(string call, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await BoundedBody.ReadAsync(stream, MaxBodyBytes, cancellationToken)
                ?? throw new ProviderException(string.Create(CultureInfo.InvariantCulture,
                    $"{source} answered {call} with more than {MaxBodyBytes / 1024 / 1024} MB, which is more than we take."));
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException) // what the decompressors throw
        {
            throw new IOException("The answer cannot be decompressed.", e);
        }
    }

    /// <summary>Does what the answer asks for: asks less often, or not before a time. Tells how long that is.</summary>
    private TimeSpan? HoldBack(string call, AnswerKind kind, HttpResponseMessage response)
    {
        var now = clock.GetUtcNow();
        if (kind == AnswerKind.RateLimited)
            _gate.Slow();
        if (kind is AnswerKind.DayUsedUp or AnswerKind.MonthUsedUp)
        {
            var reset = kind == AnswerKind.DayUsedUp ? new DateTimeOffset(now.UtcDateTime.Date.AddDays(1), TimeSpan.Zero) : Budget.ResetsAt;
            Budget.UseUpUntil(reset);
            logger.PlanUsedUp(source.Name, call, reset);
            return null;
        }

        if (WaitAskedFor(kind, response) is not { } asked || asked <= TimeSpan.Zero)
            return null;

        var until = now + (asked < LongestBlock ? asked : LongestBlock);
        _gate.BlockUntil(until);
        logger.AskedToWait(source.Name, (int)response.StatusCode, call, until);
        return asked;
    }

    private TimeSpan? WaitAskedFor(AnswerKind kind, HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode && kind == AnswerKind.Final)
            return null;
        if (response.Headers.RetryAfter is { } header)
            return header.Delta ?? header.Date - clock.GetUtcNow();
        return kind == AnswerKind.RateLimited && response.Headers.TryGetValues("x-ratelimit-reset", out var reset)
            ? ResetTime(reset.First()) - clock.GetUtcNow()
            : null;
    }

    /// <summary>A time, as CoinGecko writes it (2026-03-09 03:28:00 +0000), or seconds since 1970.</summary>
    private static DateTimeOffset? ResetTime(string text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return seconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
    }

    private string UsedUp(string call, DateTimeOffset reset) => string.Create(CultureInfo.InvariantCulture,
        $"{source} was not asked for {call}: what its plan allows is used up until {reset:yyyy-MM-dd'T'HH:mm:ss'Z'}.");

    private string RestingUntil(string call, DateTimeOffset until) => string.Create(CultureInfo.InvariantCulture,
        $"{source} has failed again and again at {call}; the circuit is open until {until:yyyy-MM-dd'T'HH:mm:ss'Z'}.");

    private string WorstCircuit()
    {
        var states = _circuits.Values.Select(circuit => circuit.State).ToList();
        return states.Contains("open") ? "open" : states.Contains("half_open") ? "half_open" : "closed";
    }
}
