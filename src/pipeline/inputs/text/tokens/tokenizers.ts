/**
 * What Headland takes from @huggingface/tokenizers. All other files import it from here, so that the package can be replaced
 * in one place.
 */
export {
  BertNormalizer,
  BPE,
  BPEDecoder,
  ByteFallbackDecoder,
  ByteLevelDecoder,
  ByteLevelPreTokenizer,
  CTCDecoder,
  DigitsPreTokenizer,
  FuseDecoder,
  LowercaseNormalizer,
  MetaspaceDecoder,
  MetaspacePreTokenizer,
  PunctuationPreTokenizer,
  SequenceDecoder,
  SequenceNormalizer,
  SequencePreTokenizer,
  SplitPreTokenizer,
  StripDecoder,
  Tokenizer,
  Unigram,
  WhitespacePreTokenizer,
  WordPiece,
  WordPieceDecoder,
  type Decoder,
  type Normalizer,
  type PreTokenizer,
} from "@huggingface/tokenizers";
