namespace Assay.Simulator;

/// <summary>The simulator cannot start as it was told to. The message is a sentence for users.</summary>
public sealed class SimulatorException : Exception
{
    public SimulatorException(string message)
        : base(message)
    {
    }

    public SimulatorException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
