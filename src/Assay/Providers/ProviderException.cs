namespace Assay.Providers;

/// <summary>A source gave no usable answer. The message is a sentence for users and holds no secret.</summary>
public sealed class ProviderException : Exception
{
    public ProviderException(string message)
        : base(message)
    {
    }

    public ProviderException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
