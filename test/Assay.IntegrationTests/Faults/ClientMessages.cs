using System.Buffers.Binary;

namespace Assay.IntegrationTests.Faults;

/// <summary>Follows what a client of PostgreSQL sends, message by message; see "Message Formats" in PostgreSQL's manual.</summary>
internal sealed class ClientMessages
{
    private const int StartupVersion = 196608;
    private const int LengthSize = 4;

    private readonly byte[] _head = new byte[1 + LengthSize + LengthSize];
    private bool _hasBegun;
    private int _headLength;
    private int _left;

    /// <summary>Takes the next piece of the stream and returns whether it holds a part of a message of this type.</summary>
    public bool Has(byte type, ReadOnlySpan<byte> piece)
    {
        var found = false;
        while (piece.Length > 0)
        {
            if (_left > 0)
            {
                found |= _hasBegun && _head[0] == type;
                var taken = Math.Min(_left, piece.Length);
                _left -= taken;
                piece = piece[taken..];
                continue;
            }

            _head[_headLength++] = piece[0];
            piece = piece[1..];
            if (_headLength == HeadSize)
                BeginMessage();
        }

        return found;
    }

    /// <summary>Before the session has begun a message has no type, and a code behind its length.</summary>
    private int HeadSize => _hasBegun ? 1 + LengthSize : LengthSize + LengthSize;

    private void BeginMessage()
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(_head.AsSpan(_hasBegun ? 1 : 0));
        _left = length + (_hasBegun ? 1 : 0) - HeadSize;
        _hasBegun |= BinaryPrimitives.ReadInt32BigEndian(_head.AsSpan(LengthSize)) == StartupVersion;
        _headLength = 0;
    }
}
