using System.Runtime.CompilerServices;
using Assay.Providers;

namespace Assay.Adapters.Providers;

/// <summary>Ways of asking that more than one provider needs.</summary>
internal static class Asking
{
    extension(ApiClient api)
    {
        /// <summary>Asks for all in one call.</summary>
        /// <param name="call">The path, which is also the kind of call.</param>
        /// <param name="query">What follows it, with its question mark; may be empty.</param>
        public async IAsyncEnumerable<RawPayload> AskOnceAsync(string task, string call, string query, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            yield return await api.GetAsync(task, call, call + query, cancellationToken);
        }

        /// <summary>Asks about each coin alone. An id that the provider does not know says nothing against the next one; any other error is the last answer.</summary>
        /// <param name="call">The path with <c>{id}</c> in it, which is also the kind of call.</param>
        /// <param name="query">What follows it, with its question mark; may be empty.</param>
        public async IAsyncEnumerable<RawPayload> AskAboutAsync(
            string task, IEnumerable<string> coins, string call, string query, KnownAnswers answers, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            foreach (var coin in coins.Where(coin => !string.IsNullOrWhiteSpace(coin)).Distinct(StringComparer.Ordinal))
            {
                var path = call.Replace("{id}", Uri.EscapeDataString(coin), StringComparison.Ordinal);
                var payload = await api.GetAsync(task, call, path + query, cancellationToken);
                yield return payload;
                if (answers.Parse(payload).Error is not null)
                    yield break;
            }
        }

        /// <summary>Asks what the plan allows, and keeps to it from now on.</summary>
        /// <param name="read">What an answer says of it; null where it says nothing.</param>
        public async IAsyncEnumerable<RawPayload> AskForQuotaAsync(
            string task, string call, KnownAnswers answers, Func<RawPayload, Quota?> read, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var payload = await api.GetAsync(task, call, call, cancellationToken);
            yield return payload;
            if (answers.Parse(payload).Error is null && read(payload) is { } quota)
                api.Report(quota);
        }
    }
}
