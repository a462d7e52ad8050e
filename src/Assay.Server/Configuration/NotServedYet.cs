namespace Assay.Server.Configuration;

/// <summary>Settings that have their name but no effect yet. Whoever serves one takes it from here to <see cref="SettingsReader"/>.</summary>
internal static class NotServedYet
{
    public static readonly IReadOnlyList<string> Names =
    [
        "NATS_URL", "KAFKA_BROKERS", "REDIS_URL",
        "API_RATE_LIMIT", "API_RATE_WINDOW_SECONDS", "TRUSTED_PROXIES", "CORS_ORIGINS",
        "LOG_PATH", "ENABLE_METRICS", "OTEL_EXPORTER_OTLP_ENDPOINT",
    ];
}
