using Assay.Providers;

namespace Assay.Adapters.Providers;

internal static class ApiKeys
{
    extension(HttpClient http)
    {
        /// <summary>Sends the key with every request.</summary>
        /// <exception cref="ProviderException">There is none, or it cannot stand in a header.</exception>
        public void AddKey(SourceId source, string header, string? key)
        {
            var trimmed = key?.Trim();
            if (string.IsNullOrEmpty(trimmed))
                throw new ProviderException($"The plan of {source} that was chosen needs an API key, and none is set.");
            if (trimmed.Any(c => c is <= ' ' or > '~'))
                throw new ProviderException($"The API key of {source} holds a character that no key has, such as a space or a line break.");

            http.DefaultRequestHeaders.TryAddWithoutValidation(header, trimmed);
        }
    }
}
