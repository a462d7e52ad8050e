namespace Assay;

public static class Texts
{
    extension(string text)
    {
        /// <summary>At most so many characters, without half a surrogate pair at the end.</summary>
        public string CutTo(int length)
        {
            if (text.Length <= length)
                return text;

            return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
        }
    }
}
