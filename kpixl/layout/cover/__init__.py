"""The cover sheet 填报说明: who fills what until when, and live how far it is and what is wrong."""
